package io.collabee.impl.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

final class ReadCommittedTest {
  private final DataSource pool = TestDatabases.mariaDb();

  @Test
  void aConnectionIsReadCommittedAndGoesBackAsItCame() throws SQLException {
    int before = isolation();

    try (Connection connection = Database.MARIADB.ready(pool.getConnection())) {
      assertThat(connection.getTransactionIsolation())
          .isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
    }

    assertThat(before).isEqualTo(Connection.TRANSACTION_REPEATABLE_READ);
    assertThat(isolation()).isEqualTo(before);
  }

  @Test
  void aConnectionThatIsSoAlreadyIsLeftAlone() throws SQLException {
    try (Connection connection = pool.getConnection()) {
      connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);

      assertThat(Database.MARIADB.ready(connection)).isSameAs(connection);
    }
  }

  private int isolation() throws SQLException {
    try (Connection connection = pool.getConnection()) {
      return connection.getTransactionIsolation();
    }
  }
}
