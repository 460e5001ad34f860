package io.collabee.impl.websocket;

import io.collabee.Caller;
import io.collabee.event.AccessChanged;
import io.collabee.event.Audited;
import io.collabee.impl.config.Setting;
import io.collabee.impl.config.Settings;
import io.collabee.impl.protocol.ClientSession;
import io.collabee.impl.protocol.CloseReason;
import io.collabee.impl.security.AuditTrail;
import io.collabee.impl.security.Login;
import io.collabee.impl.security.Refusals;
import io.collabee.impl.security.RevocationCheck;
import io.collabee.impl.security.Route;
import io.collabee.impl.security.Tickets;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** All open sockets of this node, with the threads that write to them and the heartbeat. */
public final class Connections implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Connections.class.getName());
  private static final Duration LAST_CLOSES = Duration.ofSeconds(1);

  private final SocketSettings settings;
  private final ClientSession.Services services;
  private final Visitors visitors;
  private final Refusals refusals;
  private final Handover<Route> routes;
  private final Tickets tickets;
  private final RevocationCheck revocations;
  private final Handover<Login> redeemed;
  private final Departures departures;
  private final BooleanSupplier isBusSlow;
  private final ThreadPoolExecutor pumps;
  private final Heartbeat heartbeat;
  private final AccessChecks accessChecks;
  private final Set<Connection> open = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean isSweepDue = new AtomicBoolean();
  private volatile boolean stopping;

  /**
   * Starts the threads.
   *
   * @param tickets that clients may come with
   * @param revocations asked about every login at the handshake
   * @param isBusSlow whether edits on other nodes come late now; cheap and thread-safe
   * @param accessInterval how often it is asked what callers may do if nobody says that it changed
   * @param threads makes {@link SocketSettings#pumps()} threads and two more
   */
  public Connections(
      SocketSettings settings,
      ClientSession.Services services,
      Tickets tickets,
      RevocationCheck revocations,
      BooleanSupplier isBusSlow,
      Duration accessInterval,
      ThreadFactory threads) {
    this.settings = settings;
    this.services = services;
    this.visitors = new Visitors(settings.visitors(), services.nanoTime());
    this.refusals = new Refusals(services.audit(), services.nanoTime());
    this.routes = new Handover<>(services.nanoTime());
    this.tickets = tickets;
    this.revocations = revocations;
    this.redeemed = new Handover<>(services.nanoTime());
    this.departures = new Departures(services.nanoTime());
    this.isBusSlow = isBusSlow;
    this.pumps =
        new ThreadPoolExecutor(
            settings.pumps(),
            settings.pumps(),
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            named(threads));
    var unused = pumps.prestartAllCoreThreads();
    this.heartbeat = new Heartbeat(this::beat, beatInterval(settings.pingInterval()), threads);
    this.accessChecks = new AccessChecks(open, accessInterval, threads);
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

  /** Is told who is refused. */
  Refusals refusals() {
    return refusals;
  }

  /** Where handshakes under way come from. */
  Handover<Route> routes() {
    return routes;
  }

  /** What clients may come with. */
  Tickets tickets() {
    return tickets;
  }

  /** Says which logins are good no more. */
  RevocationCheck revocations() {
    return revocations;
  }

  /** The logins of handshakes under way, by the tickets they came with. */
  Handover<Login> redeemed() {
    return redeemed;
  }

  /** Who may come. */
  Visitors visitors() {
    return visitors;
  }

  /**
   * A client has connected; greets it, or turns it away.
   *
   * @param route where it comes from
   */
  Connection open(Login login, Route route, Connection.Wishes wishes, Wire wire) {
    Connection connection =
        new Connection(login, route, wishes, departures.seenTo(wire), pumps, settings, services);
    open.add(connection);
    Optional<Setting<Integer>> passed = visitors.entered(connection.visit());
    if (passed.isPresent()) {
      tellTooMany(login.caller(), route, passed.get());
      connection.refuse(CloseReason.TOO_MANY);
      return connection;
    }
    connection.opened();
    tellSignedIn(login, route);
    connection.tellBus(isBusSlow);
    if (stopping) {
      connection.refuse(CloseReason.STOPPING);
    }
    // It may have been revoked just before it was among those that are looked through then.
    connection.endIfRevoked();
    return connection;
  }

  /** Somebody is refused who comes with more than a limit allows. */
  void tellTooMany(Caller caller, Route route, Setting<Integer> limit) {
    // That a node is full is about nobody in particular.
    if (limit != Settings.SOCKET_CONNECTIONS) {
      refusals.tell(caller, route, "There would be more than " + limit.key() + " allows");
    }
  }

  private void tellSignedIn(Login login, Route route) {
    if (!login.caller().isAnonymous()) {
      AuditTrail.Subject subject = AuditTrail.Subject.of(login);
      services
          .audit()
          .tell(
              Audited.Kind.SIGNED_IN,
              route.address().isEmpty() ? subject : subject.from(route.address()),
              login.isResumed() ? "Took a session up" : "Connected");
    }
  }

  /** Edits on other nodes come late now, or no longer do: tells those who want to know. */
  public void busChanged() {
    open.forEach(connection -> connection.tellBus(isBusSlow));
  }

  /**
   * What callers may do may be something else from now on: requests that come are judged anew, and
   * open connections are asked about soon. Does not block.
   */
  public void accessChanged(AccessChanged change) {
    accessChecks.changed(change);
  }

  /** More logins are revoked than before: those connections are closed soon. Does not block. */
  public void revoked() {
    if (!isSweepDue.getAndSet(true)) {
      try {
        pumps.execute(this::sweep);
      } catch (RejectedExecutionException e) {
        LOG.log(Level.DEBUG, "All connections are closed anyway");
      }
    }
  }

  private void sweep() {
    // Before it looks, so that what is revoked meanwhile is looked for once more.
    isSweepDue.set(false);
    open.forEach(Connection::endIfRevoked);
  }

  /** A client's socket is closed. */
  void gone(Connection connection) {
    try {
      connection.gone();
    } finally {
      synchronized (open) {
        if (open.remove(connection)) {
          visitors.left(connection.visit());
        }
        open.notifyAll();
      }
    }
  }

  /** Whether nobody may connect any more. */
  boolean isStopping() {
    return stopping;
  }

  /** How many sockets are open. */
  public int count() {
    return open.size();
  }

  private void beat() {
    departures.beat();
    refusals.tellOlder();
    long now = now();
    boolean isReadable = revocations.isReadable();
    for (Connection connection : open) {
      if (!isReadable) {
        connection.close(CloseReason.UNAVAILABLE);
      }

      connection.beat(now, settings.pingInterval(), settings.missedPings());
    }
  }

  /**
   * Takes nothing more from any client, answers what was taken, closes all sockets as {@link
   * CloseReason#STOPPING}, and ends the threads. The documents must still be there, and commit.
   *
   * <p>Clients that have not had their answers within {@link SocketSettings#stopPatience()} are
   * closed without them; they send the same again wherever they connect next.
   */
  @Override
  public void close() {
    stopping = true;
    accessChecks.close();
    refusals.close();
    open.forEach(Connection::stop);
    try {
      awaitClosed(settings.stopPatience());
      open.forEach(Connection::abort);
      awaitClosed(LAST_CLOSES);
      heartbeat.close();
      pumps.shutdown();
      if (!pumps.awaitTermination(LAST_CLOSES.toMillis(), TimeUnit.MILLISECONDS)) {
        pumps.shutdownNow();
      }
    } catch (InterruptedException e) {
      pumps.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private void awaitClosed(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    synchronized (open) {
      while (!open.isEmpty()) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
          LOG.log(Level.INFO, "{0} clients are still connected", open.size());
          return;
        }
        open.wait(left);
      }
    }
  }
}
