package io.collabee.impl.websocket;

import jakarta.websocket.Session;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The TCP connection under a WebSocket session of Payara and GlassFish, to be cut. There is no
 * other way to end a session there whose client takes nothing: closing it puts the close frame
 * behind what waits, and the server keeps that in memory.
 *
 * <p>With {@link TyrusIdleTimer} it is the one place that knows a server's inside. On any other
 * server, or if Tyrus changes, there is none.
 */
final class GrizzlyConnection {
  private static final Logger LOG = System.getLogger(GrizzlyConnection.class.getName());
  private static final String SESSION = "org.glassfish.tyrus.core.TyrusSession";
  private static final String CONNECTION = "org.glassfish.grizzly.Connection";

  /** From the session to Grizzly's connection: names of fields, and of methods with a bracket. */
  private static final List<String> WAY =
      List.of(
          "basicRemote",
          "webSocket",
          "protocolHandler",
          "writer",
          "tyrusHttpUpgradeHandler",
          // Its field is empty, since it is a proxy.
          "getWebConnection()",
          "request",
          "getCoyoteRequest()",
          "getContext()",
          "getConnection()");

  private final Object connection;
  private final Class<?> type;

  private GrizzlyConnection(Object connection) throws ClassNotFoundException {
    this.connection = connection;
    this.type = Class.forName(CONNECTION, false, connection.getClass().getClassLoader());
  }

  /**
   * That of a session that is just being opened: later the server may use parts of the way for
   * another one.
   */
  static Optional<GrizzlyConnection> of(Session session) {
    if (!session.getClass().getName().equals(SESSION)) {
      return Optional.empty();
    }
    try {
      Object at = session;
      for (String name : WAY) {
        at = Objects.requireNonNull(name.endsWith("()") ? called(at, name) : value(at, name), name);
      }
      return Optional.of(new GrizzlyConnection(at));
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.log(Level.DEBUG, "Tyrus is not as expected; its connections cannot be cut", e);
      return Optional.empty();
    }
  }

  private static @Nullable Object value(Object of, String name)
      throws ReflectiveOperationException {
    for (Class<?> type = of.getClass(); type != null; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (field.getName().equals(name)) {
          field.setAccessible(true);
          return field.get(of);
        }
      }
    }
    throw new NoSuchFieldException(name);
  }

  private static @Nullable Object called(Object of, String name)
      throws ReflectiveOperationException {
    for (Class<?> type = of.getClass(); type != null; type = type.getSuperclass()) {
      for (Method method : type.getDeclaredMethods()) {
        if (name.equals(method.getName() + "()") && method.getParameterCount() == 0) {
          method.setAccessible(true);
          return method.invoke(of);
        }
      }
    }
    throw new NoSuchMethodException(name);
  }

  /** Ends it at once, if it has not ended; what waits to be sent is dropped. */
  void cut() {
    try {
      type.getMethod("terminateSilently").invoke(connection);
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.log(Level.DEBUG, "A connection could not be cut", e);
    }
  }
}
