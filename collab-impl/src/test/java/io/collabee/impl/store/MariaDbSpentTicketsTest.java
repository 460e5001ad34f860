package io.collabee.impl.store;

import javax.sql.DataSource;

final class MariaDbSpentTicketsTest extends JpaSpentTicketsContract {
  @Override
  DataSource newDatabase() {
    return TestDatabases.mariaDb();
  }
}
