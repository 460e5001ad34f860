package io.collabee.impl.store;

import javax.sql.DataSource;

final class H2KeepingTest extends JpaKeepingContract {
  @Override
  DataSource newDatabase() {
    return TestDatabases.h2();
  }
}
