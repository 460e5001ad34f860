package io.collabee.impl.store;

import javax.sql.DataSource;

final class H2StoredSessionsTest extends JpaStoredSessionsContract {
  @Override
  DataSource newDatabase() {
    return TestDatabases.h2();
  }
}
