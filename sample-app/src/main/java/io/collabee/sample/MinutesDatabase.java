package io.collabee.sample;

import jakarta.annotation.sql.DataSourceDefinition;
import jakarta.enterprise.context.Dependent;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Where everything is kept: the application's own table and CollabEE's. That is an H2 database in
 * {@code ./data} unless the system properties {@code minutes.db.url}, {@code minutes.db.user} and
 * {@code minutes.db.password} name another, H2 or PostgreSQL. The server pools its connections.
 *
 * <p>A real application names its server's data source instead and has no such class.
 */
@DataSourceDefinition(
    name = MinutesDatabase.NAME,
    className = "io.collabee.sample.MinutesDatabase",
    minPoolSize = 1,
    maxPoolSize = 24,
    // A pool that does not check its connections hands out broken ones for ever once the database
    // has been restarted. These are Payara's names for it; other servers pass them over.
    properties = {
      "fish.payara.is-connection-validation-required=true",
      "fish.payara.connection-validation-method=custom-validation",
      "fish.payara.validation-classname="
          + "org.glassfish.api.jdbc.validation.JDBC40ConnectionValidation",
      "fish.payara.validate-atmost-once-period-in-seconds=1",
      "fish.payara.fail-all-connections=true"
    })
@Dependent
public class MinutesDatabase implements DataSource {
  /** Where it is in JNDI; {@code collab.datasource} names it too. */
  static final String NAME = "java:app/jdbc/minutes";

  // Without a delay, what is committed is on disk. Left to itself H2 closes the database as soon as
  // the JVM is told to stop, when the application still has something to commit.
  private static final String DEFAULT_URL =
      "jdbc:h2:file:./data/minutes;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";

  private final String url = System.getProperty("minutes.db.url", DEFAULT_URL);
  private @Nullable Driver driver;
  private @Nullable PrintWriter logWriter;
  private int loginTimeout;

  @Override
  public Connection getConnection() throws SQLException {
    return getConnection(
        System.getProperty("minutes.db.user", "minutes"),
        System.getProperty("minutes.db.password", ""));
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    Properties login = new Properties();
    login.setProperty("user", user);
    login.setProperty("password", password);
    return driver().connect(url, login);
  }

  /** Looked for once: when Payara Micro stops, it deletes the unpacked WAR first. */
  private synchronized Driver driver() throws SQLException {
    if (driver != null) {
      return driver;
    }
    // The drivers in WEB-INF/lib, which DriverManager does not see.
    for (Driver each : ServiceLoader.load(Driver.class, getClass().getClassLoader())) {
      if (each.acceptsURL(url)) {
        driver = each;
        return each;
      }
    }
    throw new SQLException("minutes.db.url is neither H2's nor PostgreSQL's: " + url);
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return logWriter;
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter logWriter) {
    this.logWriter = logWriter;
  }

  @Override
  public int getLoginTimeout() {
    return loginTimeout;
  }

  @Override
  public void setLoginTimeout(int seconds) {
    this.loginTimeout = seconds;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (isWrapperFor(type)) {
      return type.cast(this);
    }
    throw new SQLException("not a " + type.getName());
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this);
  }
}
