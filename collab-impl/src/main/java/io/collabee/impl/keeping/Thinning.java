package io.collabee.impl.keeping;

import io.collabee.CollabException;
import io.collabee.impl.document.Archive.Rewrite;
import io.collabee.impl.document.LoggedOperation;
import io.collabee.impl.document.SnapshotReplay;
import io.collabee.impl.document.TypedOperation;
import io.collabee.impl.json.JsonText;
import io.collabee.impl.ot.DocumentTypes;
import io.collabee.spi.DocumentType;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Merges operations: those of one author that follow one another without a long pause become the
 * first of them, and the others do nothing.
 *
 * <p>Every version keeps its number, every operation its source and seq, so that whoever counts
 * goes on counting. The versions inside of what was merged are not kept; the mark of the operation
 * that follows such a version says so. Times inside are told to ten seconds, which keeps sessions
 * what they are, and costs next to nothing.
 */
final class Thinning {
  /** Sessions never span a multiple of this, see docs/history.md. */
  private static final long SESSION_BLOCK = 10_000;

  private static final Duration COARSE = Duration.ofSeconds(10);
  private static final int HEAVIEST = 256 * 1024;
  private static final int BATCH = 20_000;

  private final Rewrite rewrite;
  private final Duration gap;
  private final Set<Long> labelled = new HashSet<>();
  private final SnapshotReplay replay;
  private final Map<Long, LoggedOperation> changed = new HashMap<>();
  private final List<LoggedOperation> run = new ArrayList<>();
  private Optional<TypedOperation.Edit> merged = Optional.empty();
  private int weight;
  private long gone;

  /**
   * @param gap how long a pause is that ends a session
   */
  Thinning(Rewrite rewrite, DocumentTypes types, Duration gap) {
    this.rewrite = rewrite;
    this.gap = gap;
    rewrite.labels().forEach(label -> labelled.add(label.version()));
    replay = new SnapshotReplay(rewrite.snapshot(rewrite.first()), types);
  }

  /** Merges what is before a version; how many versions are gone thereby. */
  long before(long end) {
    if (replay.version() == rewrite.first()) {
      Walk.over(
          rewrite::operations,
          replay.version(),
          end,
          logged -> {
            add(logged, replay.next(logged));
            return true;
          });
      endRun();
      flush();
    }
    return gone;
  }

  private void add(LoggedOperation logged, TypedOperation operation) {
    if (logged.isMerged() && !run.isEmpty()) {
      run.add(logged);
      return;
    }
    if (run.isEmpty() || !belongs(logged, operation)) {
      endRun();
    }
    run.add(logged);
    weight += logged.payload().length();
    merged =
        operation instanceof TypedOperation.Edit edit && isPlain(logged)
            ? Optional.of(merged.map(before -> composed(before, edit)).orElse(edit))
            : Optional.empty();
  }

  /** Whether an operation can be merged with the run before it. */
  private boolean belongs(LoggedOperation logged, TypedOperation operation) {
    LoggedOperation last = run.get(run.size() - 1);
    return merged.isPresent()
        && operation instanceof TypedOperation.Edit
        && isPlain(logged)
        && logged.author().equals(last.author())
        && !last.time().plus(gap).isBefore(logged.time())
        && !labelled.contains(logged.version())
        && logged.version() % SESSION_BLOCK != 0
        && weight + logged.payload().length() <= HEAVIEST;
  }

  /** Whether its payload is the operation and no mark besides. */
  private static boolean isPlain(LoggedOperation logged) {
    return !logged.payload().endsWith(LoggedOperation.REWRITTEN);
  }

  private static TypedOperation.Edit composed(
      TypedOperation.Edit first, TypedOperation.Edit second) {
    DocumentType<?, Object> type = first.type();
    return new TypedOperation.Edit(type, type.compose(first.value(), second.value()));
  }

  private void endRun() {
    long alive = run.stream().filter(logged -> !logged.isMerged()).count();
    Optional<String> payload = alive > 1 ? merged.flatMap(Thinning::payload) : Optional.empty();
    if (payload.isPresent()) {
      LoggedOperation first = run.get(0);
      changed.put(first.version(), first.with(payload.get()));
      Instant told = first.time();
      for (int i = 1; i < run.size(); i++) {
        told = coarse(i, told);
        LoggedOperation logged = run.get(i);
        changed.put(
            logged.version(),
            new LoggedOperation(
                logged.version(),
                logged.source(),
                logged.seq(),
                logged.author(),
                told,
                LoggedOperation.MERGED));
      }
      gone += alive - 1;
    }
    run.clear();
    merged = Optional.empty();
    weight = 0;
    if (changed.size() > BATCH) {
      flush();
    }
  }

  /**
   * The payload of what a run was merged to; empty if it could not be read again. Whoever has taken
   * away half of a character that he had put in himself has then put in the other half alone, which
   * the type refuses.
   */
  private static Optional<String> payload(TypedOperation.Edit merged) {
    try {
      String payload = merged.payload();
      JsonValue op = JsonText.parse("{" + payload + "}").asJsonObject().get("op");
      var unused = merged.type().operation(Objects.requireNonNull(op));
      return Optional.of(payload);
    } catch (CollabException e) {
      return Optional.empty();
    }
  }

  /** The time itself where pauses or the run's end show; else the one told last. */
  private Instant coarse(int index, Instant told) {
    Instant time = run.get(index).time();
    boolean isShown =
        index == run.size() - 1
            || !time.isBefore(run.get(index - 1).time().plus(COARSE))
            || !run.get(index + 1).time().isBefore(time.plus(COARSE))
            || !time.isBefore(told.plus(COARSE));
    return isShown ? time : told;
  }

  private void flush() {
    for (long version : rewrite.snapshots()) {
      LoggedOperation next = changed.get(version);
      if (next != null && next.isMerged()) {
        rewrite.removeSnapshot(version);
      }
    }
    rewrite.replace(changed);
    changed.clear();
  }
}
