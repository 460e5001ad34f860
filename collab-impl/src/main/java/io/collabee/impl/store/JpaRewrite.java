package io.collabee.impl.store;

import io.collabee.entity.ChunkEntity;
import io.collabee.entity.DiffEntity;
import io.collabee.entity.DocumentEntity;
import io.collabee.history.Label;
import io.collabee.impl.document.Archive.Rewrite;
import io.collabee.impl.document.LoggedOperation;
import io.collabee.impl.document.StoredSnapshot;
import io.collabee.impl.store.DiffFormat.Entry;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hibernate.StatelessSession;

/** A transaction that holds a document's old history. Rows stay runs of the same operations. */
final class JpaRewrite implements Rewrite {
  private final StatelessSession session;
  private final DocumentEntity row;
  private final Optional<Rewrite> companion;
  private final StoredOperations stored;
  private final SourceKeys sources;
  private final Failures failures;
  private boolean isPurged;
  private boolean ended;

  JpaRewrite(
      StatelessSession session,
      DocumentEntity row,
      Optional<Rewrite> companion,
      StoredOperations stored,
      SourceKeys sources,
      Failures failures) {
    this.session = session;
    this.row = row;
    this.companion = companion;
    this.stored = stored;
    this.sources = sources;
    this.failures = failures;
  }

  private <T> T ask(Supplier<T> question) {
    if (ended) {
      throw new IllegalStateException("The transaction has ended");
    }
    try {
      return question.get();
    } catch (RuntimeException e) {
      throw failures.unavailable("rewrite history", e);
    }
  }

  private void run(Runnable work) {
    var unused =
        ask(
            () -> {
              work.run();
              return true;
            });
  }

  @Override
  public Optional<Rewrite> companion() {
    return companion;
  }

  @Override
  public long head() {
    return row.version();
  }

  @Override
  public Instant time() {
    return row.modified().orElse(Instant.EPOCH);
  }

  @Override
  public long first() {
    return ask(() -> stored.first(session, row.key()).orElse(row.version()));
  }

  @Override
  public long versionAt(Instant time) {
    return ask(() -> stored.versionAt(session, row.key(), row.version(), time));
  }

  @Override
  public List<LoggedOperation> operations(long from, long to) {
    return ask(() -> stored.operations(session, row.key(), from, Math.min(to, row.version())));
  }

  @Override
  public List<Long> snapshots() {
    return ask(() -> JpaArchive.snapshots(session, row.key()));
  }

  @Override
  public Optional<StoredSnapshot> snapshot(long version) {
    return ask(() -> JpaOperationLog.snapshot(session, row.key(), version));
  }

  @Override
  public List<Label> labels() {
    return ask(() -> JpaArchive.labels(session, row.key()));
  }

  @Override
  public void replace(Map<Long, LoggedOperation> operations) {
    if (operations.isEmpty()) {
      return;
    }
    long from = Collections.min(operations.keySet());
    long to = Collections.max(operations.keySet()) + 1;
    run(
        () -> {
          for (ChunkEntity chunk : RunTable.CHUNKS.spanning(session, row.key(), from, to)) {
            changed(ChunkFormat.decode(chunk), operations)
                .ifPresent(
                    entries -> {
                      delete("Chunk", chunk.firstVersion(), chunk.firstVersion() + 1);
                      session.insert(ChunkFormat.encode(row.key(), entries));
                    });
          }
          for (DiffEntity diff : RunTable.DIFFS.spanning(session, row.key(), from, to)) {
            changed(DiffFormat.decode(diff), operations)
                .ifPresent(
                    entries -> {
                      delete("Diff", diff.firstVersion(), diff.firstVersion() + 1);
                      session.insert(diff(entries));
                    });
          }
        });
  }

  /** Entries with other operations; empty if there are none of theirs. */
  private static Optional<List<Entry>> changed(
      List<Entry> entries, Map<Long, LoggedOperation> operations) {
    if (entries.stream().noneMatch(entry -> operations.containsKey(entry.version()))) {
      return Optional.empty();
    }
    return Optional.of(
        entries.stream()
            .map(
                entry -> {
                  LoggedOperation other = operations.get(entry.version());
                  return other == null
                      ? entry
                      : new Entry(
                          entry.version(),
                          entry.sourceKey(),
                          entry.seq(),
                          other.time(),
                          other.payload());
                })
            .toList());
  }

  private DiffEntity diff(List<Entry> entries) {
    List<LoggedOperation> run =
        entries.stream()
            .map(
                entry ->
                    new LoggedOperation(
                        entry.version(),
                        Long.toString(entry.sourceKey()),
                        entry.seq(),
                        "",
                        entry.time(),
                        entry.payload()))
            .toList();
    return new DiffEntity(
        row.key(),
        entries.get(0).version(),
        entries.get(entries.size() - 1).time(),
        entries.size(),
        DiffFormat.encode(run, operation -> Long.parseLong(operation.source())));
  }

  @Override
  public void dropBefore(long version) {
    run(
        () -> {
          cut(RunTable.CHUNKS, "Chunk", version, entries -> ChunkFormat.encode(row.key(), entries));
          cut(RunTable.DIFFS, "Diff", version, this::diff);
        });
  }

  /** Deletes rows before a version; of the row that spans it a part stays. */
  private <R> void cut(
      RunTable<R> table, String name, long version, Function<List<Entry>, Object> encode) {
    Optional<R> spanning = table.startingAtOrBefore(session, row.key(), version - 1);
    var unused = Compaction.delete(session, name, row.key(), 0, version);
    spanning
        .map(table::decode)
        .map(entries -> entries.stream().filter(entry -> entry.version() >= version).toList())
        .filter(entries -> !entries.isEmpty())
        .ifPresent(entries -> session.insert(encode.apply(entries)));
  }

  private void delete(String rows, long from, long to) {
    int deleted = Compaction.delete(session, rows, row.key(), from, to);
    if (to == from + 1 && deleted != 1) {
      throw new IllegalStateException("History has changed while it was held");
    }
  }

  @Override
  public void put(StoredSnapshot snapshot) {
    run(
        () -> {
          Optional<Label> label =
              JpaArchive.labels(session, row.key()).stream()
                  .filter(each -> each.version() == snapshot.version())
                  .findFirst();
          deleteSnapshots(snapshot.version(), snapshot.version());
          JpaOperationLog.insert(session, row.key(), snapshot);
          label.ifPresent(kept -> setLabel(snapshot.version(), kept));
        });
  }

  @Override
  public void removeSnapshot(long version) {
    run(() -> deleteSnapshots(version, version));
  }

  private void deleteSnapshots(long from, long to) {
    var unused =
        session
            .createMutationQuery(
                "delete from Snapshot"
                    + " where documentKey = :key and version >= :from and version <= :to")
            .setParameter("key", row.key())
            .setParameter("from", from)
            .setParameter("to", to)
            .executeUpdate();
  }

  @Override
  public void label(long version, Optional<Label> label) {
    run(
        () -> {
          if (label.isPresent()) {
            setLabel(version, label.get());
          } else {
            var unused =
                session
                    .createMutationQuery(
                        "update Snapshot set label = null, labelAuthor = null, labelTime = null"
                            + " where documentKey = :key and version = :version")
                    .setParameter("key", row.key())
                    .setParameter("version", version)
                    .executeUpdate();
          }
        });
  }

  private void setLabel(long version, Label label) {
    int changed =
        session
            .createMutationQuery(
                "update Snapshot set label = :label, labelAuthor = :author, labelTime = :time"
                    + " where documentKey = :key and version = :version")
            .setParameter("label", label.name())
            .setParameter("author", SourceKeys.storable(label.author()))
            .setParameter("time", label.time())
            .setParameter("key", row.key())
            .setParameter("version", version)
            .executeUpdate();
    if (changed != 1) {
      throw new IllegalStateException("There is no snapshot of version " + version);
    }
  }

  @Override
  public void clear(StoredSnapshot left) {
    run(
        () -> {
          delete("Chunk", 0, Long.MAX_VALUE);
          delete("Diff", 0, Long.MAX_VALUE);
          deleteSnapshots(0, Long.MAX_VALUE);
          JpaOperationLog.insert(session, row.key(), left);
          isPurged = true;
        });
  }

  @Override
  public void append(LoggedOperation operation, Optional<String> type) {
    run(
        () -> {
          JpaAppend.Run written = new JpaAppend.Run(List.of(operation), type);
          session.insert(
              JpaAppend.diff(
                  row.key(), row.version(), written, sources.keys(session, written.operations())));
          session.update(
              new DocumentEntity(
                  row.key(),
                  row.organisation(),
                  row.collection(),
                  row.id(),
                  row.version() + 1,
                  type.orElse(null),
                  isPurged ? null : row.created().orElse(operation.time()),
                  operation.time()));
        });
  }

  @Override
  public void commit() {
    run(
        () -> {
          session.getTransaction().commit();
          failures.succeeded();
        });
    close();
  }

  @Override
  public void close() {
    if (!ended) {
      ended = true;
      Sessions.end(session);
    }
  }
}
