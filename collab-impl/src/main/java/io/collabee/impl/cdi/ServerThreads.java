package io.collabee.impl.cdi;

import io.collabee.impl.config.Configuration;
import io.collabee.impl.config.Settings;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.ThreadFactory;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** What makes the module's threads. */
final class ServerThreads {
  private static final Logger LOG = System.getLogger(ServerThreads.class.getName());

  private ServerThreads() {}

  /**
   * The configured thread factory of the server. Where a server lacks the default one, as TomEE
   * does, threads are plain ones. To be called on a container thread.
   *
   * @throws IllegalStateException if another one is configured and is not there
   */
  @SuppressWarnings("BanJNDI") // The name comes from whoever runs the application.
  static ThreadFactory of(Configuration configuration) {
    String name = configuration.get(Settings.THREAD_FACTORY);
    NamingException missing = null;
    try {
      if (InitialContext.doLookup(name) instanceof ThreadFactory factory) {
        return factory;
      }
    } catch (NamingException e) {
      missing = e;
    }
    if (!name.equals(Settings.THREAD_FACTORY.defaultValue())) {
      throw new IllegalStateException(
          "There is no thread factory "
              + name
              + ", to which "
              + Settings.THREAD_FACTORY
              + " is set",
          missing);
    }
    LOG.log(Level.INFO, "The server has no {0}: threads of the module are not managed", name);
    return plain(Thread.currentThread().getContextClassLoader());
  }

  /** Daemon threads that see the classes of the application. */
  static ThreadFactory plain(ClassLoader application) {
    return task -> {
      Thread thread = new Thread(task, "collab");
      thread.setDaemon(true);
      thread.setContextClassLoader(application);
      return thread;
    };
  }

  /** The same threads under a name that an operator can tell. */
  static ThreadFactory named(String name, ThreadFactory threads) {
    return task -> {
      Thread thread = threads.newThread(task);
      thread.setName(name);
      return thread;
    };
  }
}
