package io.collabee.impl.store;

import javax.sql.DataSource;

final class PostgresOperationLogTest extends JpaOperationLogContract {
  @Override
  DataSource newDatabase() {
    return TestDatabases.postgres();
  }
}
