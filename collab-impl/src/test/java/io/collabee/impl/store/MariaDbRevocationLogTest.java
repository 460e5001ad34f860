package io.collabee.impl.store;

import javax.sql.DataSource;

final class MariaDbRevocationLogTest extends JpaRevocationLogContract {
  @Override
  DataSource newDatabase() {
    return TestDatabases.mariaDb();
  }
}
