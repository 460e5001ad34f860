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
   * @param key the configuration key that the name came from, for the message
   * @throws CollabException {@link ErrorCode#ERR_STORE_UNAVAILABLE} if there is none of that name,
   *     or its database does not answer
   */
  public static DataSource lookup(String name, String key) {
    DataSource dataSource = find(name, key);
    try (Connection connection = dataSource.getConnection()) {
      if (!connection.isValid(10)) {
        throw dead(name, key, "its connection is not valid");
      }
    } catch (SQLException e) {
      throw dead(name, key, Failures.describe(e));
    }
    return dataSource;
  }

  @SuppressWarnings("BanJNDI") // The name is the administrator's, not a user's.
  private static DataSource find(String name, String key) {
    Object found;
    try {
      found = InitialContext.doLookup(name);
    } catch (NamingException e) {
      throw new CollabException(
          ErrorCode.ERR_STORE_UNAVAILABLE,
          "There is no data source " + name + "; set " + key + " to the JNDI name of one",
          e);
    }
    if (found instanceof DataSource dataSource) {
      return dataSource;
    }
    throw new CollabException(
        ErrorCode.ERR_STORE_UNAVAILABLE,
        name + " is no data source; set " + key + " to the JNDI name of one");
  }

  private static CollabException dead(String name, String key, String why) {
    return new CollabException(
        ErrorCode.ERR_STORE_UNAVAILABLE,
        "The data source " + name + ", to which " + key + " is set, does not work: " + why);
  }
}
