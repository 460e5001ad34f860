package io.collabee.impl.store;

import javax.sql.DataSource;

final class PostgresRevocationLogTest extends JpaRevocationLogContract {
  @Override
  DataSource newDatabase() {
    return TestDatabases.postgres();
  }
}
