package io.collabee.impl.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collabee.CollabException;
import io.collabee.ErrorCode;
import io.collabee.impl.JndiDirectory;
import java.util.Map;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class JndiDataSourceTest {
  private static final String KEY = "collab.datasource";
  private static final DataSource ALIVE = TestDatabases.h2();
  private static final JdbcDataSource DEAD = new JdbcDataSource();

  private static JndiDirectory directory;

  @BeforeAll
  static void openDirectory() {
    DEAD.setURL("jdbc:h2:/nowhere/at/all;IFEXISTS=TRUE");
    directory =
        JndiDirectory.of(Map.of("jdbc/alive", ALIVE, "jdbc/dead", DEAD, "jdbc/other", "text"));
  }

  @AfterAll
  static void closeDirectory() {
    directory.close();
  }

  @Test
  void aLivingDataSourceIsFound() {
    assertThat(JndiDataSource.lookup("jdbc/alive", KEY)).isSameAs(ALIVE);
  }

  @Test
  void anAbsentOneIsNamedWithItsKey() {
    assertUnavailable(() -> JndiDataSource.lookup("jdbc/none", KEY), "no data source jdbc/none");
  }

  @Test
  void aDeadOneIsNamedWithItsKey() {
    assertUnavailable(() -> JndiDataSource.lookup("jdbc/dead", KEY), "jdbc/dead");
  }

  @Test
  void anotherThingIsNamedWithItsKey() {
    assertUnavailable(
        () -> JndiDataSource.lookup("jdbc/other", KEY), "jdbc/other is no data source");
  }

  private static void assertUnavailable(ThrowingCallable lookup, String what) {
    assertThatThrownBy(lookup)
        .isInstanceOfSatisfying(
            CollabException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.ERR_STORE_UNAVAILABLE))
        .hasMessageContainingAll(what, KEY);
  }
}
