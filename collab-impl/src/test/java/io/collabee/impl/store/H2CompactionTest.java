package io.collabee.impl.store;

import javax.sql.DataSource;

final class H2CompactionTest extends CompactionContract {
  @Override
  DataSource newDatabase() {
    return TestDatabases.h2();
  }
}
