package io.collabee.impl.store;

import javax.sql.DataSource;

final class H2MigrationsTest extends MigrationsContract {
  H2MigrationsTest() {
    super(Database.H2);
  }

  @Override
  DataSource newDatabase() {
    return TestDatabases.h2();
  }
}
