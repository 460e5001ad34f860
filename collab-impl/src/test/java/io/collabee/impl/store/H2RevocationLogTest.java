package io.collabee.impl.store;

import javax.sql.DataSource;

final class H2RevocationLogTest extends JpaRevocationLogContract {
  @Override
  DataSource newDatabase() {
    return TestDatabases.h2();
  }
}
