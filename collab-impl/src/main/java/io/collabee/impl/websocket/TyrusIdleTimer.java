package io.collabee.impl.websocket;

import jakarta.websocket.Session;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Field;
import java.lang.reflect.Proxy;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Switches off the idle timer that Tyrus, the WebSocket layer of Payara and GlassFish, keeps for
 * each session.
 *
 * <p>Tyrus schedules the timer anew for every frame received and every frame sent, even if there is
 * no idle timeout; and on Payara the scheduler is the managed one, which looks through all jars of
 * the application each time. That takes ten times what all the rest of a frame takes. So the
 * session gets a scheduler that does nothing. We have a heartbeat of our own.
 *
 * <p>With {@link GrizzlyConnection} it is the one place that knows a server's inside. On any other
 * server, or if Tyrus changes, it does nothing.
 */
final class TyrusIdleTimer {
  private static final Logger LOG = System.getLogger(TyrusIdleTimer.class.getName());
  private static final String SESSION = "org.glassfish.tyrus.core.TyrusSession";
  private static final String FIELD = "service";

  /** Takes everything and does nothing; Tyrus copes with there being no future. */
  private static final Object IDLE_SCHEDULER =
      Proxy.newProxyInstance(
          TyrusIdleTimer.class.getClassLoader(),
          new Class<?>[] {ScheduledExecutorService.class},
          (proxy, method, arguments) -> method.getReturnType() == boolean.class ? false : null);

  private TyrusIdleTimer() {}

  /** Switches it off for a session; false if there was nothing to switch off. */
  static boolean switchOff(Session session) {
    if (!session.getClass().getName().equals(SESSION)) {
      return false;
    }
    try {
      Field scheduler = session.getClass().getDeclaredField(FIELD);
      scheduler.setAccessible(true);
      scheduler.set(session, IDLE_SCHEDULER);
      return true;
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.log(Level.DEBUG, "Tyrus is not as expected; its idle timer stays on", e);
      return false;
    }
  }
}
