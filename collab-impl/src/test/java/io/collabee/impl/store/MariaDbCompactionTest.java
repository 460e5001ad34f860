package io.collabee.impl.store;

import javax.sql.DataSource;

final class MariaDbCompactionTest extends CompactionContract {
  @Override
  DataSource newDatabase() {
    return TestDatabases.mariaDb();
  }
}
