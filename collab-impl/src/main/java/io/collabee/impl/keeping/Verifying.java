package io.collabee.impl.keeping;

import io.collabee.CollabException;
import io.collabee.DocumentId;
import io.collabee.history.Verification;
import io.collabee.history.Verification.Kind;
import io.collabee.history.Verification.Problem;
import io.collabee.impl.document.Archive;
import io.collabee.impl.document.LoggedOperation;
import io.collabee.impl.document.OperationLog;
import io.collabee.impl.document.SnapshotReplay;
import io.collabee.impl.document.StoredSnapshot;
import io.collabee.impl.json.JsonText;
import io.collabee.impl.ot.DocumentTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/** Goes through one document's history and notes what is wrong. For one call. */
final class Verifying {
  private static final int PAGE = 1_000;
  private static final int MOST_PROBLEMS = 1_000;

  private final OperationLog log;
  private final DocumentTypes types;
  private final DocumentId document;
  private final NavigableSet<Long> snapshots;
  private final List<Problem> problems = new ArrayList<>();
  private final long head;
  private int compared;

  Verifying(OperationLog log, Archive archive, DocumentTypes types, DocumentId document) {
    this.log = log;
    this.types = types;
    this.document = document;
    // What is committed from here on is not looked at; nor are its snapshots.
    this.head =
        Optional.ofNullable(log.heads(List.of(document)).get(document))
            .map(OperationLog.Head::version)
            .orElse(0L);
    this.snapshots = new TreeSet<>(archive.snapshots(document)).headSet(head, true);
  }

  Verification run() {
    long first = log.first(document);
    // Labelled versions from before are alone; of them it can only be said that they are readable.
    snapshots.headSet(first).forEach(this::readable);
    Optional<Long> start = first == 0 ? Optional.of(0L) : Optional.of(first);
    while (start.isPresent()) {
      start = goOn(start.get());
    }
    return new Verification(document, first, head, compared, problems);
  }

  /** Verifies from a version on; where to begin again after a problem, empty at the end. */
  private Optional<Long> goOn(long from) {
    Optional<SnapshotReplay> begun = begin(from);
    if (begun.isEmpty()) {
      return Optional.ofNullable(snapshots.higher(from));
    }
    SnapshotReplay replay = begun.get();
    while (replay.version() < head) {
      long version = replay.version();
      List<LoggedOperation> page;
      try {
        page = page(version);
      } catch (CollabException e) {
        return problem(version, Kind.UNREADABLE);
      }
      if (page.isEmpty() || page.get(0).version() != version) {
        return problem(version, Kind.MISSING);
      }
      for (LoggedOperation operation : page) {
        if (operation.version() != replay.version()) {
          return problem(replay.version(), Kind.MISSING);
        }
        try {
          var unused = replay.next(operation);
        } catch (RuntimeException e) {
          return problem(operation.version(), Kind.NOT_APPLICABLE);
        }
        if (snapshots.contains(replay.version())) {
          compare(replay);
        }
      }
    }
    return Optional.empty();
  }

  /** The next operations; fewer of them if not all can be read. */
  private List<LoggedOperation> page(long version) {
    int size = PAGE;
    while (true) {
      try {
        return log.operations(document, version, Math.min(head, version + size));
      } catch (CollabException e) {
        if (size == 1) {
          throw e;
        }
        size /= 2;
      }
    }
  }

  private Optional<SnapshotReplay> begin(long version) {
    if (version == 0 && !snapshots.contains(0L)) {
      return Optional.of(new SnapshotReplay(Optional.empty(), types));
    }
    try {
      Optional<StoredSnapshot> snapshot =
          log.snapshot(document, version).filter(found -> found.version() == version);
      if (snapshot.isPresent()) {
        SnapshotReplay replay = new SnapshotReplay(snapshot, types);
        compared++;
        return Optional.of(replay);
      }
    } catch (RuntimeException e) {
      // Told below.
    }
    var unused = problem(version, Kind.SNAPSHOT_UNREADABLE);
    return Optional.empty();
  }

  private void readable(long version) {
    var unused = begin(version);
  }

  private void compare(SnapshotReplay replay) {
    Optional<StoredSnapshot> found;
    try {
      found =
          log.snapshot(document, replay.version())
              .filter(each -> each.version() == replay.version());
      if (found.isPresent()) {
        compared++;
        StoredSnapshot expected = replay.snapshot();
        boolean isSame =
            found.get().type().equals(expected.type())
                && JsonText.parse(found.get().content()).equals(JsonText.parse(expected.content()));
        if (!isSame) {
          var unused = problem(replay.version(), Kind.SNAPSHOT_DIFFERS);
        }
      }
    } catch (RuntimeException e) {
      var unused = problem(replay.version(), Kind.SNAPSHOT_UNREADABLE);
    }
  }

  /** Notes a problem; the next snapshot is where to begin again. */
  private Optional<Long> problem(long version, Kind kind) {
    if (problems.size() < MOST_PROBLEMS) {
      problems.add(new Problem(version, kind));
    }
    return Optional.ofNullable(snapshots.higher(version));
  }
}
