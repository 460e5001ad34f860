package io.collabee.impl.store;

import javax.sql.DataSource;

final class PostgresSpentTicketsTest extends JpaSpentTicketsContract {
  @Override
  DataSource newDatabase() {
    return TestDatabases.postgres();
  }
}
