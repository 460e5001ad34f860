package io.collabee.impl.store;

import javax.sql.DataSource;

final class PostgresStoredSessionsTest extends JpaStoredSessionsContract {
  @Override
  DataSource newDatabase() {
    return TestDatabases.postgres();
  }
}
