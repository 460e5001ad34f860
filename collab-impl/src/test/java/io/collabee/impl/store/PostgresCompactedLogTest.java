package io.collabee.impl.store;

import io.collabee.impl.document.OperationLog;
import java.time.Duration;
import javax.sql.DataSource;

/** Nobody notices that history is compacted all the time. */
final class PostgresCompactedLogTest extends JpaOperationLogContract {
  private static final CompactionSettings SOON =
      new CompactionSettings(1, Duration.ofDays(100_000), 2, 0, Duration.ofDays(1));

  @Override
  DataSource newDatabase() {
    return TestDatabases.postgres();
  }

  @Override
  OperationLog log(JpaStore store) {
    return new CompactedLog(store.operationLog(), store.compaction(SOON));
  }
}
