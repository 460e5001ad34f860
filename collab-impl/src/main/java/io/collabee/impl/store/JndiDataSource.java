package io.collabee.impl.store;

import io.collabee.CollabException;
import io.collabee.ErrorCode;
import java.sql.Connection;
import java.sql.SQLException;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;

/** Finds the configured data source. To be called on a container thread. */
public final class JndiDataSource {
  private JndiDataSource() {}

  /**
   * Looks a data source up and opens a connection, since a server may offer one that leads nowhere.
   *
   * @param name a JNDI name
   * @param origin where the name came from, such as a configuration key, for the message
   * @throws CollabException {@link ErrorCode#ERR_STORE_UNAVAILABLE} if there is none of that name,
   *     or its database does not answer
   */
  public static DataSource lookup(String name, String origin) {
    DataSource dataSource = find(name, origin);
    try (Connection connection = dataSource.getConnection()) {
      if (!connection.isValid(10)) {
        throw dead(name, origin, "its connection is not valid");
      }
    } catch (SQLException e) {
      throw dead(name, origin, Failures.describe(e));
    }
    return dataSource;
  }

  /**
   * Looks a data source up; its database may be away.
   *
   * @param origin as in {@link #lookup}
   * @throws CollabException {@link ErrorCode#ERR_STORE_UNAVAILABLE} if there is none of that name
   */
  @SuppressWarnings("BanJNDI") // The name is the administrator's, not a user's.
  public static DataSource find(String name, String origin) {
    Object found;
    try {
      found = InitialContext.doLookup(name);
    } catch (NamingException e) {
      throw new CollabException(
          ErrorCode.ERR_STORE_UNAVAILABLE,
          "There is no data source " + name + ", which is what " + origin + " says",
          e);
    }
    if (found instanceof DataSource dataSource) {
      return dataSource;
    }
    throw new CollabException(
        ErrorCode.ERR_STORE_UNAVAILABLE,
        name + " is no data source, and " + origin + " must name one");
  }

  private static CollabException dead(String name, String origin, String why) {
    return new CollabException(
        ErrorCode.ERR_STORE_UNAVAILABLE,
        "The data source " + name + ", named by " + origin + ", does not work: " + why);
  }
}
