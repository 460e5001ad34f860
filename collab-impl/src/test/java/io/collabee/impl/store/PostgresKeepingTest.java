package io.collabee.impl.store;

import javax.sql.DataSource;

final class PostgresKeepingTest extends JpaKeepingContract {
  @Override
  DataSource newDatabase() {
    return TestDatabases.postgres();
  }
}
