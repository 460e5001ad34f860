package io.collabee.impl.store;

import javax.sql.DataSource;

final class MariaDbMigrationsTest extends MigrationsContract {
  MariaDbMigrationsTest() {
    super(Database.MARIADB);
  }

  @Override
  DataSource newDatabase() {
    return TestDatabases.mariaDb();
  }
}
