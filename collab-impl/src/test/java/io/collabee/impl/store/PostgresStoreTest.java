package io.collabee.impl.store;

import javax.sql.DataSource;

final class PostgresStoreTest extends JpaStoreContract {
  @Override
  DataSource newDatabase() {
    return TestDatabases.postgres();
  }
}
