package io.collabee.impl.store;

import javax.sql.DataSource;

final class H2SpentTicketsTest extends JpaSpentTicketsContract {
  @Override
  DataSource newDatabase() {
    return TestDatabases.h2();
  }
}
