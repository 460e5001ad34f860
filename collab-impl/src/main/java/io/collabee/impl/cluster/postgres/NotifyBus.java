package io.collabee.impl.cluster.postgres;

import io.collabee.impl.background.Worker;
import io.collabee.impl.cluster.BusMessage.Beat;
import io.collabee.impl.cluster.Carrier;
import io.collabee.impl.cluster.Circuit;
import io.collabee.impl.cluster.Envelope;
import io.collabee.impl.cluster.SealedFrame;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import javax.sql.DataSource;

/**
 * The bus over the database itself, by LISTEN and NOTIFY.
 *
 * <p>A transaction that notifies takes a lock of the whole database when it commits; were these the
 * transactions of edits, all of them would queue up behind each other. So they are not: a thread
 * with a connection of its own sends, every {@link #INTERVAL} at most, what has gathered meanwhile,
 * in one transaction that holds nothing else and waits for no disk. Of commits it sends the heads,
 * each document's once. What could not be sent is sent again over the next connection, if that
 * comes before the bus is given up.
 *
 * <p>The same connection listens. It is opened again, for ever, when it breaks; a {@link Circuit}
 * tells whether it is trusted.
 */
public final class NotifyBus implements Carrier {
  private static final Logger LOG = System.getLogger(NotifyBus.class.getName());

  /** Between two transactions; as long as the thread listens at a time. */
  private static final Duration INTERVAL = Duration.ofMillis(20);

  /** NOTIFY takes less than 8000 bytes. */
  private static final int PAYLOAD_LIMIT = 7_999;

  private static final int FRAME_LIMIT = PAYLOAD_LIMIT / 4 * 3;
  private static final int FRAMES_AT_ONCE = 16;

  /** How long a beat may take. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private static final Duration NETWORK_PATIENCE = Duration.ofSeconds(5);
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(6);

  private final DataSource dataSource;
  private final Home home;
  private final SealedFrame frames;
  private final Circuit circuit;
  private final Pending pending;
  private final Worker worker;

  private NotifyBus(DataSource dataSource, byte[] secret, Home home, ThreadFactory threads) {
    this.dataSource = dataSource;
    this.home = home;
    this.frames = new SealedFrame(secret);
    this.pending = new Pending(home.node(), FRAME_LIMIT - frames.encode(List.of()).length);
    this.circuit = new Circuit(1, PATIENCE, System::nanoTime, new Effects());
    this.worker = new Worker("collab-notify", STOP_PATIENCE, threads, this::run);
  }

  /**
   * Makes a bus if the database is PostgreSQL and its driver can be seen.
   *
   * @param dataSource gives one connection to the bus for as long as it is open
   * @param secret shared by the nodes of one database
   * @param threads makes one thread
   * @throws IllegalStateException if the database cannot be reached
   */
  public static Optional<Opener> on(DataSource dataSource, byte[] secret, ThreadFactory threads) {
    if (!isPossible(dataSource)) {
      return Optional.empty();
    }
    return Optional.of(
        home -> {
          NotifyBus bus = new NotifyBus(dataSource, secret, home, threads);
          bus.worker.start();
          return bus;
        });
  }

  private static boolean isPossible(DataSource dataSource) {
    try (Connection connection = dataSource.getConnection()) {
      if (!connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")) {
        return false;
      }
      if (ListenConnection.isPossible(connection)) {
        return true;
      }
      LOG.log(Level.INFO, "NOTIFY is not used: connections are of another driver than we see");
    } catch (SQLException e) {
      throw new IllegalStateException("The database cannot be asked whether it has NOTIFY", e);
    } catch (LinkageError e) {
      LOG.log(Level.INFO, "NOTIFY is not used: the application does not see PostgreSQL's driver");
    }
    return false;
  }

  @Override
  public Kind kind() {
    return Kind.DATABASE;
  }

  @Override
  public Trust trust() {
    return circuit.trust();
  }

  @Override
  public void tick() {
    circuit.tick();
  }

  @Override
  public void publish(Envelope message) {
    pending.add(message.message());
  }

  private final class Effects implements Circuit.Effects {
    @Override
    public void beat(int line, long number) {
      pending.add(new Beat(number));
    }

    @Override
    public void check(Runnable done) {
      home.checkAll(done);
    }

    @Override
    public void changed(Trust before, Trust now) {
      if (now == Trust.AWAY) {
        pending.clear();
      }
      home.changed();
    }
  }

  // On the bus's thread

  private void run() throws InterruptedException {
    try {
      listen();
    } catch (LinkageError e) {
      LOG.log(Level.ERROR, "NOTIFY is not used: a class of the driver is missing", e);
    }
  }

  private void listen() throws InterruptedException {
    Duration pause = SHORTEST_PAUSE;
    boolean isBroken = false;
    while (!worker.isClosing()) {
      try (ListenConnection connection =
          new ListenConnection(dataSource, channel(), NETWORK_PATIENCE)) {
        if (isBroken) {
          LOG.log(Level.INFO, "NOTIFY works again");
        }
        isBroken = false;
        pause = SHORTEST_PAUSE;
        circuit.interrupted(0);
        serve(connection);
      } catch (SQLException | RuntimeException e) {
        if (!isBroken) {
          LOG.log(Level.WARNING, "NOTIFY does not work, will be tried again: {0}", reason(e));
          circuit.interrupted(0);
        }
        isBroken = true;
        circuit.failed();
        var unused = worker.isClosingAfter(pause);
        pause = longer(pause);
      }
    }
  }

  private String channel() {
    return "collab_" + frames.name();
  }

  private void serve(ListenConnection connection) throws SQLException {
    long sentAt = System.nanoTime() - INTERVAL.toNanos();
    while (!worker.isClosing()) {
      connection.receive(INTERVAL).forEach(this::heard);
      if (System.nanoTime() - sentAt >= INTERVAL.toNanos() && !pending.isEmpty()) {
        sentAt = System.nanoTime();
        send(connection);
      }
    }
    if (!pending.isEmpty()) {
      send(connection);
    }
  }

  private void send(ListenConnection connection) throws SQLException {
    connection.send(
        pending.take(FRAMES_AT_ONCE).stream()
            .map(frames::encode)
            .map(Base64.getEncoder()::encodeToString)
            .toList());
    pending.sent();
    circuit.succeeded();
  }

  private void heard(String payload) {
    byte[] frame;
    try {
      frame = Base64.getDecoder().decode(payload);
    } catch (IllegalArgumentException e) {
      LOG.log(Level.DEBUG, "{0} characters are no message", payload.length());
      return;
    }
    home.receive(frames.decode(frame), beat -> circuit.heard(0, beat));
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
  }

  /**
   * Without the message, which may have names of hosts and users in it. What a driver throws comes
   * wrapped in something else through some servers' connections.
   */
  private static String reason(Exception failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        return cause.getClass().getSimpleName() + " " + sql.getSQLState();
      }
    }
    return failure.getClass().getSimpleName();
  }

  /** Sends what there is, then gives the connection back. */
  @Override
  public void close() {
    worker.close();
  }
}
