package io.collabee.impl.store;

import javax.sql.DataSource;

final class PostgresMigrationsTest extends MigrationsContract {
  PostgresMigrationsTest() {
    super(Database.POSTGRESQL);
  }

  @Override
  DataSource newDatabase() {
    return TestDatabases.postgres();
  }
}
