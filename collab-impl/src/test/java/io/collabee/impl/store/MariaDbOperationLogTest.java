package io.collabee.impl.store;

import javax.sql.DataSource;

final class MariaDbOperationLogTest extends JpaOperationLogContract {
  @Override
  DataSource newDatabase() {
    return TestDatabases.mariaDb();
  }
}
