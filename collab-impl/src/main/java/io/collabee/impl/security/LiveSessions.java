package io.collabee.impl.security;

import io.collabee.CollabException;
import io.collabee.impl.background.Worker;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * The sessions of the clients that are connected to this node, kept by one thread: no socket and no
 * edit waits for that. Whatever came up while it kept some is kept together next.
 *
 * <p>A session is kept when its client connects, which is told what takes it up only then; when its
 * login is renewed; when the client goes; and from time to time, so that it is known when it was
 * last seen and what it follows. When the shelf goes, or comes back, all are kept anew: in the
 * store, or on the shelf, which may be empty.
 */
public final class LiveSessions implements SessionRegister, AutoCloseable {
  private static final Logger LOG = System.getLogger(LiveSessions.class.getName());
  private static final long TICK = TimeUnit.SECONDS.toNanos(1);
  private static final long REFRESH_ON_SHELF = Duration.ofMinutes(1).toNanos();
  private static final long REFRESH_IN_STORE = Duration.ofMinutes(5).toNanos();
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);
  private static final int BATCH = 500;

  private final SessionKeeper keeper;
  private final RevokedLogins revoked;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final Set<Live> live = ConcurrentHashMap.newKeySet();
  private final LinkedBlockingQueue<Optional<Live>> due = new LinkedBlockingQueue<>();

  /** What could not be kept. */
  private final Set<Live> failed = new LinkedHashSet<>();

  private final Worker worker;
  private boolean wasShelfOpen;
  private boolean failing;
  private long swept;
  private long retried;

  /**
   * @param revoked whose sessions are not kept
   * @param nanoTime as {@link System#nanoTime}
   * @param threads makes one thread
   */
  public LiveSessions(
      SessionKeeper keeper,
      RevokedLogins revoked,
      Clock clock,
      LongSupplier nanoTime,
      ThreadFactory threads) {
    this.keeper = keeper;
    this.revoked = revoked;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.swept = nanoTime.getAsLong();
    this.retried = swept;
    this.worker = new Worker("collab-sessions", STOP_PATIENCE, threads, this::run);
    worker.start();
  }

  @Override
  public Entry enter(Connected connection) {
    Login login = connection.login();
    if (login.caller().isAnonymous()) {
      return Entry.NONE;
    }
    Live entered = new Live(connection, login);
    live.add(entered);
    due.add(Optional.of(entered));
    return entered;
  }

  /** The shelf has gone or come back, perhaps. */
  public void shelfChanged() {
    due.add(Optional.empty());
  }

  private final class Live implements Entry {
    private final Connected connection;
    private final Optional<String> newSecret;
    private final String secretHash;
    private final Instant since;
    private volatile Instant cameAt;
    private volatile boolean gone;
    private volatile Instant seen;
    private Optional<Instant> told = Optional.empty();

    Live(Connected connection, Login login) {
      this.connection = connection;
      this.cameAt = clock.instant();
      this.seen = cameAt;
      this.newSecret =
          login.continued().isPresent()
              ? Optional.empty()
              : Optional.of(keeper.newSecret(login.session()));
      this.secretHash =
          login
              .continued()
              .map(Login.Continued::secret)
              .orElseGet(() -> SessionKeeper.hash(newSecret.orElseThrow()));
      this.since = login.continued().map(Login.Continued::since).orElse(cameAt);
    }

    @Override
    public void renewed() {
      cameAt = clock.instant();
      due.add(Optional.of(this));
    }

    @Override
    public void left() {
      seen = clock.instant();
      gone = true;
      live.remove(this);
      due.add(Optional.of(this));
    }

    KeptSession now() {
      Login login = connection.login();
      if (!gone) {
        seen = clock.instant();
      }
      return new KeptSession(
          login.session(),
          secretHash,
          login.caller().name(),
          keeper.roles(login),
          login.credential(),
          since.truncatedTo(ChronoUnit.MILLIS),
          seen.truncatedTo(ChronoUnit.MILLIS),
          keeper.endOf(login, cameAt),
          connection.address(),
          connection.agent(),
          gone ? Set.of() : connection.documents());
    }

    /** Tells the client, if that is news to it. */
    void kept(KeptSession session) {
      if (!gone && !told.equals(Optional.of(session.expires()))) {
        Optional<String> secret = told.isPresent() ? Optional.empty() : newSecret;
        told = Optional.of(session.expires());
        connection.kept(session.id(), secret, session.expires());
      }
    }
  }

  private void run() throws InterruptedException {
    while (!worker.isClosing() || !due.isEmpty()) {
      Set<Live> batch = next();
      if (isSweepDue()) {
        batch.addAll(live);
      }
      keep(batch);
    }
  }

  private Set<Live> next() throws InterruptedException {
    List<Optional<Live>> waiting = new ArrayList<>();
    Optional<Live> first = due.poll(TICK, TimeUnit.NANOSECONDS);
    if (first != null) {
      waiting.add(first);
      due.drainTo(waiting);
    }
    Set<Live> batch = new LinkedHashSet<>();
    waiting.forEach(each -> each.ifPresent(batch::add));
    long now = nanoTime.getAsLong();
    if (now - retried >= TICK) {
      batch.addAll(failed);
      failed.clear();
      retried = now;
    }
    return batch;
  }

  private boolean isSweepDue() {
    boolean isShelfOpen = keeper.isShelfOpen();
    long now = nanoTime.getAsLong();
    boolean isDue =
        isShelfOpen != wasShelfOpen
            || now - swept >= (isShelfOpen ? REFRESH_ON_SHELF : REFRESH_IN_STORE);
    if (isDue) {
      swept = now;
    }
    wasShelfOpen = isShelfOpen;
    return isDue;
  }

  private void keep(Set<Live> all) {
    Map<Live, KeptSession> sessions = new HashMap<>();
    for (Live each : all) {
      if (revoked.isRevoked(each.connection.login())) {
        attempt(() -> keeper.forget(each.connection.login().session()), List.of());
      } else {
        sessions.put(each, each.now());
      }
    }
    keep(sessions, session -> !session.gone, false);
    keep(sessions, session -> session.gone, true);
  }

  private void keep(Map<Live, KeptSession> sessions, Predicate<Live> which, boolean isLast) {
    List<Live> chosen = sessions.keySet().stream().filter(which).toList();
    for (int start = 0; start < chosen.size(); start += BATCH) {
      List<Live> part = chosen.subList(start, Math.min(start + BATCH, chosen.size()));
      attempt(
          () -> {
            keeper.save(part.stream().map(each -> found(sessions, each)).toList(), isLast);
            part.forEach(each -> each.kept(found(sessions, each)));
          },
          part);
    }
  }

  private static KeptSession found(Map<Live, KeptSession> sessions, Live live) {
    KeptSession session = sessions.get(live);
    if (session == null) {
      throw new IllegalArgumentException("Not among them");
    }
    return session;
  }

  /** What could not be kept is tried again a little later. */
  private void attempt(Runnable keeping, Collection<Live> concerned) {
    try {
      keeping.run();
      failing = false;
    } catch (CollabException e) {
      failed.addAll(concerned);
      if (!failing) {
        failing = true;
        LOG.log(Level.WARNING, "Sessions cannot be kept: {0}", e.getMessage());
      }
    } catch (RuntimeException | Error e) {
      LOG.log(Level.ERROR, "Sessions could not be kept", e);
    }
  }

  /** Keeps what has still to be kept, and ends. To be called when all connections are closed. */
  @Override
  public void close() {
    worker.end();
    due.add(Optional.empty());
    worker.close();
  }
}
