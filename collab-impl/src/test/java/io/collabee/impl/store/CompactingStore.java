package io.collabee.impl.store;

import io.collabee.DocumentId;
import io.collabee.impl.config.Schema;
import io.collabee.impl.document.Archive;
import io.collabee.impl.document.OperationLog;
import java.time.Clock;
import java.time.Duration;

/** A new PostgreSQL store for tests of other packages, whose history is compacted when asked to. */
public final class CompactingStore implements AutoCloseable {
  private static final CompactionSettings COLD =
      new CompactionSettings(0, Duration.ofMillis(1), 20, 0, Duration.ofDays(1));

  private final JpaStore store =
      JpaStore.open(
          TestDatabases.postgres(),
          Schema.CREATE,
          Clock.offset(Clock.systemUTC(), Duration.ofDays(3_650)));

  /** What is compacted. */
  public OperationLog log() {
    return store.operationLog();
  }

  /** What rewrites it. */
  public Archive archive() {
    return store.archive();
  }

  /** Makes chunks of a document's history; how many. */
  public int compact(DocumentId document) {
    return store.compaction(COLD).compact(document);
  }

  @Override
  public void close() {
    store.close();
  }
}
