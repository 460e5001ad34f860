package io.collabee.impl.store;

import javax.sql.DataSource;

final class H2OperationLogTest extends JpaOperationLogContract {
  @Override
  DataSource newDatabase() {
    return TestDatabases.h2();
  }
}
