package io.collabee.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.impl.json.JsonText;
import io.collabee.impl.simulated.SimulatedDocument;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was found wrong after a test; nothing, as it must be. */
final class Findings {
  private static final int LONGEST = 300;

  private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
  private final List<String> details = new ArrayList<>();

  /** What can be wrong. */
  enum Kind {
    /** An operation that was acknowledged is not in the log, or elsewhere in it. */
    LOST("Lost"),
    /** An operation is in the log twice. */
    DOUBLED("Doubled"),
    /** A client's operations are not in the order in which it made them. */
    MISORDERED("Out of order"),
    /** Contents that should be the same are not. */
    DIVERGED("Diverged"),
    /** An edit that fitted was answered with an error. */
    REFUSED("Refused"),
    /** An acknowledgement or somebody's edit did not come at all. */
    STUCK("Stuck"),
    /** A presence of somebody who is gone is seen, or that of somebody who is here is not. */
    GHOSTS("Ghosts");

    private final String title;

    Kind(String title) {
      this.title = title;
    }

    /** The heading of its column. */
    String title() {
      return title;
    }
  }

  void lost(SimulatedDocument.Acknowledged ack, @Nullable Integer version) {
    add(Kind.LOST, ack + (version == null ? " is not in the log" : " is at " + version));
  }

  void doubled(JsonObject operation) {
    add(Kind.DOUBLED, operation.toString());
  }

  void misordered(JsonObject operation) {
    add(Kind.MISORDERED, operation.toString());
  }

  void refused(JsonObject answer) {
    add(Kind.REFUSED, answer.toString());
  }

  /** Two contents that should be the same. */
  void same(JsonValue log, JsonValue other, String what) {
    if (!JsonText.write(log).equals(JsonText.write(other))) {
      add(Kind.DIVERGED, what + ": " + JsonText.write(log) + " but " + JsonText.write(other));
    }
  }

  void add(Kind kind, String detail) {
    counts.merge(kind, 1, Integer::sum);
    details.add(
        kind + ": " + (detail.length() > LONGEST ? detail.substring(0, LONGEST) + "…" : detail));
  }

  void addAll(Findings others) {
    others.counts.forEach((kind, count) -> counts.merge(kind, count, Integer::sum));
    details.addAll(others.details);
  }

  /** How much of each kind was found; of those that are missing nothing. */
  Map<Kind, Integer> counts() {
    return Map.copyOf(counts);
  }

  /** What was found, for people. */
  List<String> details() {
    return details;
  }

  /**
   * @throws AssertionError if anything was found
   */
  void requireNone() {
    assertThat(details).isEmpty();
  }
}
