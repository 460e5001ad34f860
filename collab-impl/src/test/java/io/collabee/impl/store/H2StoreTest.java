package io.collabee.impl.store;

import javax.sql.DataSource;

final class H2StoreTest extends JpaStoreContract {
  @Override
  DataSource newDatabase() {
    return TestDatabases.h2();
  }
}
