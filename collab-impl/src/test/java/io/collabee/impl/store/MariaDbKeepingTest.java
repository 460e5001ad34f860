package io.collabee.impl.store;

import javax.sql.DataSource;

final class MariaDbKeepingTest extends JpaKeepingContract {
  @Override
  DataSource newDatabase() {
    return TestDatabases.mariaDb();
  }
}
