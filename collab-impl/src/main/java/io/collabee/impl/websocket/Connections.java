package io.collabee.impl.websocket;

import io.collabee.Caller;
import io.collabee.impl.protocol.ClientSession;
import io.collabee.impl.protocol.CloseReason;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/** All open sockets of this node, with the threads that write to them and the heartbeat. */
public final class Connections implements AutoCloseable {
  private final SocketSettings settings;
  private final ClientSession.Services services;
  private final ExecutorService pumps;
  private final Heartbeat heartbeat;
  private final Set<Connection> open = ConcurrentHashMap.newKeySet();
  private volatile boolean stopping;

  /**
   * Starts the threads.
   *
   * @param threads makes {@link SocketSettings#pumps()} threads and one more
   */
  public Connections(
      SocketSettings settings, ClientSession.Services services, ThreadFactory threads) {
    this.settings = settings;
    this.services = services;
    this.pumps = Executors.newFixedThreadPool(settings.pumps(), named(threads));
    this.heartbeat = new Heartbeat(this::beat, beatInterval(settings.pingInterval()), threads);
  }

  private static ThreadFactory named(ThreadFactory threads) {
    return task -> {
      Thread thread = threads.newThread(task);
      thread.setName("collab-pump-" + thread.getId());
      return thread;
    };
  }

  /** Often enough that pings of many connections do not go out at once. */
  private static Duration beatInterval(Duration pingInterval) {
    Duration tenth = pingInterval.dividedBy(10);
    return tenth.toMillis() < 1 ? Duration.ofMillis(1) : tenth;
  }

  SocketSettings settings() {
    return settings;
  }

  long now() {
    return services.nanoTime().getAsLong();
  }

  /** A client has connected; greets it. */
  Connection open(Caller caller, Connection.Wishes wishes, Wire wire) {
    Connection connection = new Connection(caller, wishes, wire, pumps, settings, services);
    open.add(connection);
    connection.opened();
    if (stopping) {
      connection.close(CloseReason.STOPPING);
    }
    return connection;
  }

  /** A client's socket is closed. */
  void gone(Connection connection) {
    open.remove(connection);
    connection.gone();
  }

  /** How many sockets are open. */
  public int count() {
    return open.size();
  }

  private void beat() {
    long now = now();
    for (Connection connection : open) {
      connection.beat(now, settings.pingInterval(), settings.missedPings());
    }
  }

  /** Closes all sockets, as {@link CloseReason#STOPPING}, and ends the threads. */
  @Override
  public void close() {
    stopping = true;
    heartbeat.close();
    open.forEach(connection -> connection.close(CloseReason.STOPPING));
    pumps.shutdown();
  }
}
