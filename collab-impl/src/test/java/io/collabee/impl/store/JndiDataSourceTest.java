package io.collabee.impl.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collabee.CollabException;
import io.collabee.ErrorCode;
import java.util.Hashtable;
import java.util.Map;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.spi.InitialContextFactory;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class JndiDataSourceTest {
  private static final String KEY = "collab.datasource";
  private static final DataSource ALIVE = TestDatabases.h2();
  private static final JdbcDataSource DEAD = new JdbcDataSource();

  /** A directory with three entries. */
  public static final class Directory implements InitialContextFactory {
    @Override
    public Context getInitialContext(Hashtable<?, ?> environment) throws NamingException {
      Map<String, Object> entries =
          Map.of("jdbc/alive", ALIVE, "jdbc/dead", DEAD, "jdbc/other", "text");
      return new InitialContext(true) {
        @Override
        public Object lookup(String name) throws NamingException {
          Object entry = entries.get(name);
          if (entry == null) {
            throw new NameNotFoundException(name);
          }
          return entry;
        }
      };
    }
  }

  private static @Nullable String before;

  @BeforeAll
  static void openDirectory() {
    DEAD.setURL("jdbc:h2:/nowhere/at/all;IFEXISTS=TRUE");
    before = System.setProperty(Context.INITIAL_CONTEXT_FACTORY, Directory.class.getName());
  }

  @AfterAll
  static void closeDirectory() {
    if (before == null) {
      System.clearProperty(Context.INITIAL_CONTEXT_FACTORY);
    } else {
      System.setProperty(Context.INITIAL_CONTEXT_FACTORY, before);
    }
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
