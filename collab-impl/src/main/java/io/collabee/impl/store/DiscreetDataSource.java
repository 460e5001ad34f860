package io.collabee.impl.store;

import jakarta.persistence.PersistenceException;
import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A data source whose failures keep values to themselves. A driver may quote the whole statement
 * with its values when it fails (PostgreSQL's does for every batch), and Hibernate logs what it
 * says; so documents would come into the log.
 *
 * <p>That there is no connection is thrown unchecked, because Hibernate logs every {@link
 * SQLException} it sees, and a database that is down would fill the log. {@link Failures} tells it
 * once.
 */
final class DiscreetDataSource implements DataSource {
  private final DataSource delegate;
  private final Database database;

  DiscreetDataSource(DataSource delegate, Database database) {
    this.delegate = delegate;
    this.database = database;
  }

  @Override
  public Connection getConnection() {
    return connection(delegate::getConnection);
  }

  @Override
  public Connection getConnection(String user, String password) {
    return connection(() -> delegate.getConnection(user, password));
  }

  private interface Connecting {
    Connection connect() throws SQLException;
  }

  private Connection connection(Connecting connecting) {
    try {
      return discreet(Connection.class, database.ready(connecting.connect()));
    } catch (SQLException e) {
      throw new PersistenceException("There is no connection to the database", discreet(e));
    }
  }

  private static <T> T discreet(Class<T> type, Object target) {
    return type.cast(
        Proxy.newProxyInstance(
            DiscreetDataSource.class.getClassLoader(), new Class<?>[] {type}, new Calls(target)));
  }

  private record Calls(Object target) implements InvocationHandler {
    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
        throws Throwable {
      try {
        Object result = method.invoke(target, arguments);
        return result instanceof Statement && target instanceof Connection
            ? discreet(method.getReturnType(), result)
            : result;
      } catch (InvocationTargetException e) {
        throw discreet(e.getTargetException());
      }
    }
  }

  private static Throwable discreet(Throwable failure) {
    if (failure instanceof SQLException sql) {
      return discreet(sql);
    }
    // PostgreSQL's driver asserts that a connection it has just lost is open.
    return failure instanceof AssertionError
        ? new SQLException("The driver failed an assertion", "08000", failure)
        : failure;
  }

  /** The same failure as far as state, code and place go, without values in its message. */
  private static SQLException discreet(SQLException failure) {
    SQLException cause =
        failure instanceof BatchUpdateException && failure.getNextException() != null
            ? failure.getNextException()
            : failure;
    SQLException discreet =
        new SQLException(message(cause), cause.getSQLState(), cause.getErrorCode());
    discreet.setStackTrace(cause.getStackTrace());
    return discreet;
  }

  private static String message(SQLException failure) {
    String type = failure.getClass().getName();
    String state = failure.getSQLState();
    String message = failure.getMessage();
    // Data exceptions quote the datum.
    if (message == null || state == null || state.startsWith("22")) {
      return type;
    }
    // Details, which may have values, follow on lines of their own.
    return type + ": " + message.lines().findFirst().orElse("");
  }

  @Override
  public PrintWriter getLogWriter() throws SQLException {
    return delegate.getLogWriter();
  }

  @Override
  public void setLogWriter(PrintWriter out) throws SQLException {
    delegate.setLogWriter(out);
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    delegate.setLoginTimeout(seconds);
  }

  @Override
  public int getLoginTimeout() throws SQLException {
    return delegate.getLoginTimeout();
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    return delegate.getParentLogger();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return type.isInstance(delegate) ? type.cast(delegate) : delegate.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return type.isInstance(delegate) || delegate.isWrapperFor(type);
  }
}
