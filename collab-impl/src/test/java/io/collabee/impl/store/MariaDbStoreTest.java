package io.collabee.impl.store;

import javax.sql.DataSource;

final class MariaDbStoreTest extends JpaStoreContract {
  @Override
  DataSource newDatabase() {
    return TestDatabases.mariaDb();
  }
}
