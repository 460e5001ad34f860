package io.collabee.impl.store;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A connection whose transactions are READ COMMITTED, until it goes back to its pool as it came.
 *
 * <p>MariaDB's own choice is REPEATABLE READ. It locks the gaps between rows, so that transactions
 * which insert into one gap wait for each other in a circle, and one of them fails.
 *
 * <p>The driver knows what a connection has; where the pool says READ COMMITTED already, nothing is
 * asked or set.
 */
record ReadCommitted(Connection target, int before) implements InvocationHandler {

  /** The connection itself if its transactions are so anyhow. */
  static Connection connection(Connection connection) throws SQLException {
    try {
      int before = connection.getTransactionIsolation();
      if (before == Connection.TRANSACTION_READ_COMMITTED) {
        return connection;
      }
      connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
      return (Connection)
          Proxy.newProxyInstance(
              ReadCommitted.class.getClassLoader(),
              new Class<?>[] {Connection.class},
              new ReadCommitted(connection, before));
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (method.getName().equals("close")) {
      restore();
    }
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }

  private void restore() {
    try {
      if (!target.isClosed()) {
        target.setTransactionIsolation(before);
      }
    } catch (SQLException e) {
      // It is broken, and its pool will find out.
      System.getLogger(ReadCommitted.class.getName())
          .log(
              System.Logger.Level.DEBUG,
              () -> "A connection could not be restored: " + Failures.describe(e));
    }
  }
}
