package io.collabee.impl.store;

import javax.sql.DataSource;

final class PostgresCompactionTest extends CompactionContract {
  @Override
  DataSource newDatabase() {
    return TestDatabases.postgres();
  }
}
