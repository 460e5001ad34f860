package io.collabee.impl.cdi;

import io.collabee.impl.cluster.CheckSettings;
import io.collabee.impl.comments.CommentLimits;
import io.collabee.impl.config.Configuration;
import io.collabee.impl.config.Settings;
import io.collabee.impl.document.LaneSettings;
import io.collabee.impl.history.HistorySettings;
import io.collabee.impl.keeping.Retention;
import io.collabee.impl.keeping.RetentionPolicies;
import io.collabee.impl.security.RevocationCheck;
import io.collabee.impl.security.StepUp;
import io.collabee.impl.store.CompactionSettings;
import io.collabee.spi.Access;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;

/** What the configuration says, as the settings of parts that know no configuration. */
final class PartSettings {

  /** How old what is known of revocations may be at least, before nobody knows them. */
  private static final Duration REVOCATIONS_AGE = Duration.ofSeconds(5);

  private final Configuration configuration;

  PartSettings(Configuration configuration) {
    this.configuration = configuration;
  }

  LaneSettings lanes() {
    return new LaneSettings(
        configuration.get(Settings.LANES),
        configuration.get(Settings.READERS),
        configuration.get(Settings.LANE_QUEUE),
        configuration.get(Settings.LANE_BATCH),
        configuration.get(Settings.DOCUMENT_TAIL),
        configuration.get(Settings.DOCUMENT_IDLE),
        configuration.get(Settings.SNAPSHOT_SIZE),
        configuration.get(Settings.DOCUMENT_SIZE),
        configuration.get(Settings.SOURCE_MEMORY));
  }

  CompactionSettings compaction() {
    return new CompactionSettings(
        configuration.get(Settings.COMPACTION_HOT),
        configuration.get(Settings.COMPACTION_IDLE),
        configuration.get(Settings.COMPACTION_CHUNK),
        configuration.get(Settings.COMPACTION_SNAPSHOTS),
        configuration.get(Settings.COMPACTION_PAUSE));
  }

  CheckSettings headChecks() {
    return new CheckSettings(
        configuration.get(Settings.HEAD_CHECK_FAST),
        configuration.get(Settings.HEAD_CHECK_SLOW),
        configuration.get(Settings.HEAD_CHECK_TRUSTED));
  }

  HistorySettings history() {
    return new HistorySettings(
        configuration.get(Settings.SESSION_GAP),
        configuration.get(Settings.HISTORY_REPLAY),
        configuration.get(Settings.READERS),
        configuration.get(Settings.API_TIMEOUT));
  }

  CommentLimits comments() {
    return new CommentLimits(
        configuration.get(Settings.COMMENT_LENGTH),
        configuration.get(Settings.COMMENT_THREADS),
        configuration.get(Settings.COMMENT_REPLIES));
  }

  RevocationCheck.Terms revocation() {
    Duration some = configuration.get(Settings.REVOCATION_CHECK).multipliedBy(3);
    return new RevocationCheck.Terms(
        some.compareTo(REVOCATIONS_AGE) > 0 ? some : REVOCATIONS_AGE,
        configuration.get(Settings.REVOCATION_UNKNOWN) == Access.READ);
  }

  Set<StepUp.Action> criticalActions() {
    return configuration.get(Settings.STEP_UP_ACTIONS).stream()
        .map(StepUp.Action::of)
        .collect(Collectors.toSet());
  }

  /**
   * @throws IllegalArgumentException with the key and what is wrong, if the policies are none
   */
  Retention.Terms retention() {
    try {
      return new Retention.Terms(
          RetentionPolicies.parse(configuration.get(Settings.RETENTION_POLICIES)),
          configuration.get(Settings.RETENTION_PURGE_AFTER),
          configuration.get(Settings.RETENTION_PAUSE));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          Settings.RETENTION_POLICIES.key() + ": " + e.getMessage(), e);
    }
  }
}
