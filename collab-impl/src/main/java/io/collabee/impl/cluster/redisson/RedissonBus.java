package io.collabee.impl.cluster.redisson;

import io.collabee.impl.background.Worker;
import io.collabee.impl.cluster.BusCodec;
import io.collabee.impl.cluster.BusMessage;
import io.collabee.impl.cluster.BusMessage.Beat;
import io.collabee.impl.cluster.Carrier;
import io.collabee.impl.cluster.Circuit;
import io.collabee.impl.cluster.Envelope;
import io.collabee.impl.cluster.SealedFrame;
import io.collabee.impl.config.Settings;
import io.collabee.impl.document.Spread;
import io.collabee.impl.security.Shelf;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RedissonClient;

/**
 * The bus over Redis: a fixed number of topics, over which documents are spread by their names. A
 * {@link Circuit} tells whether it is trusted; its lines are the topics.
 *
 * <p>The client is started, and later stopped, on a thread of the bus's own: neither takes a known
 * time. A client whose messages have not come back for long is replaced, since nobody knows what it
 * waits for.
 */
public final class RedissonBus implements Carrier {
  private static final Logger LOG = System.getLogger(RedissonBus.class.getName());
  private static final int SUBSCRIBE_SECONDS = 5;
  private static final int UNSUBSCRIBE_SECONDS = 1;
  private static final int FLUSH_MILLIS = 500;
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final Duration REPLACE_AFTER = Duration.ofSeconds(30);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

  private final RedisSettings settings;
  private final Clients clients;
  private final Home home;
  private final SealedFrame frames;
  private final Circuit circuit;
  private final Worker worker;
  private volatile @Nullable Connection connection;
  private volatile @Nullable Shelf shelf;
  private volatile long awaySince = System.nanoTime();

  private RedissonBus(
      RedisSettings settings, Clients clients, byte[] secret, Home home, ThreadFactory threads) {
    this.settings = settings;
    this.clients = clients;
    this.home = home;
    this.frames = new SealedFrame(secret);
    this.circuit =
        new Circuit(settings.topics(), settings.patience(), System::nanoTime, new Effects());
    this.worker = new Worker("collab-redis", STOP_PATIENCE, threads, this::run);
  }

  /**
   * Makes a bus with a client of its own.
   *
   * @param settings with addresses
   * @param secret shared by the nodes of one database
   * @throws IllegalStateException if the application has no Redisson
   */
  public static Opener configured(RedisSettings settings, byte[] secret, ThreadFactory threads) {
    requireRedisson();
    ThreadFactory named = named(threads);
    return home -> started(settings, Clients.configured(settings, named), secret, home, named);
  }

  /**
   * Makes a bus with the application's client, which stays the application's.
   *
   * @param client a {@code RedissonClient}
   * @param secret shared by the nodes of one database
   * @throws ClassCastException if it is no client
   */
  public static Opener using(
      Object client, RedisSettings settings, byte[] secret, ThreadFactory threads) {
    Clients clients = Clients.of((RedissonClient) client);
    return home -> started(settings, clients, secret, home, threads);
  }

  private static void requireRedisson() {
    try {
      Class.forName("org.redisson.Redisson", false, RedissonBus.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(
          Settings.REDIS_ADDRESSES + " is set, but the application has no org.redisson:redisson",
          e);
    }
  }

  private static RedissonBus started(
      RedisSettings settings, Clients clients, byte[] secret, Home home, ThreadFactory threads) {
    RedissonBus bus = new RedissonBus(settings, clients, secret, home, threads);
    bus.worker.start();
    return bus;
  }

  private static ThreadFactory named(ThreadFactory threads) {
    return task -> {
      Thread thread = threads.newThread(task);
      thread.setName("collab-redis");
      return thread;
    };
  }

  @Override
  public Kind kind() {
    return Kind.REDIS;
  }

  @Override
  public Trust trust() {
    return circuit.trust();
  }

  /** Good as long as the circuit is closed: so nobody waits for a server that is away. */
  @Override
  public Shelf shelf() {
    Shelf open = shelf;
    return open == null || trust() != Trust.TRUSTED ? Shelf.NONE : open;
  }

  @Override
  public void tick() {
    circuit.tick();
  }

  @Override
  public void publish(Envelope message) {
    publish(topic(message), message);
  }

  private void publish(int topic, Envelope message) {
    Connection open = connection;
    if (open != null) {
      open.publish(topic, BusCodec.encode(message));
    }
  }

  /** What concerns no document goes over one topic for each node, and so keeps its order. */
  private int topic(Envelope envelope) {
    BusMessage message = envelope.message();
    if (message instanceof BusMessage.Operations committed) {
      return Spread.of(committed.document(), settings.topics());
    } else if (message instanceof BusMessage.Head head) {
      return Spread.of(head.document(), settings.topics());
    }
    return Spread.of(envelope.node().toString(), settings.topics());
  }

  private final class Effects implements Circuit.Effects {
    @Override
    public void beat(int line, long number) {
      publish(line, new Envelope(home.node(), new Beat(number)));
    }

    @Override
    public void check(Runnable done) {
      home.checkAll(done);
    }

    @Override
    public void changed(Trust before, Trust now) {
      Connection open = connection;
      if (now == Trust.AWAY) {
        awaySince = System.nanoTime();
        if (open != null) {
          open.clear();
        }
      }
      home.changed();
    }
  }

  private final class Events implements Connection.Events {
    @Override
    public void heard(int line, byte[] frame) {
      home.receive(frames.decode(frame), beat -> circuit.heard(line, beat));
    }

    @Override
    public void subscribed(int line) {
      circuit.interrupted(line);
    }

    @Override
    public void published() {
      circuit.succeeded();
    }

    @Override
    public void failed() {
      circuit.failed();
    }
  }

  // The client's life

  private void run() throws InterruptedException {
    try {
      keepConnected();
    } catch (LinkageError e) {
      LOG.log(Level.ERROR, "Redis is not used: a library that Redisson needs is missing", e);
    }
  }

  private void keepConnected() throws InterruptedException {
    Duration pause = SHORTEST_PAUSE;
    boolean told = false;
    while (!worker.isClosing()) {
      try {
        serve();
        pause = SHORTEST_PAUSE;
        told = false;
      } catch (RuntimeException e) {
        if (!told) {
          LOG.log(
              Level.WARNING, "{0} cannot be used, will be tried again: {1}", settings, reason(e));
          told = true;
        }
        var unused = worker.isClosingAfter(pause);
        pause = pause.plus(pause).compareTo(LONGEST_PAUSE) < 0 ? pause.plus(pause) : LONGEST_PAUSE;
      }
    }
  }

  /** Opens a client and keeps it until the bus is closed or the client seems to be stuck. */
  private void serve() throws InterruptedException {
    RedissonClient client = clients.open();
    try {
      Connection open = new Connection(client, names(), frames, settings.waiting(), new Events());
      try {
        open.subscribe(SUBSCRIBE_SECONDS);
        LOG.log(Level.INFO, "{0} is connected", settings);
        awaySince = System.nanoTime();
        connection = open;
        shelf = new RedissonShelf(client, frames, start());
        circuit.retry();
        stay();
        open.flush(FLUSH_MILLIS);
      } finally {
        connection = null;
        shelf = null;
        open.clear();
        if (clients.isShared()) {
          unsubscribe(open);
        }
      }
    } finally {
      clients.release(client);
    }
  }

  private static void unsubscribe(Connection open) throws InterruptedException {
    try {
      open.unsubscribe(UNSUBSCRIBE_SECONDS);
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "Subscriptions were not ended", e);
    }
  }

  private List<String> names() {
    return IntStream.range(0, settings.topics()).mapToObj(topic -> start() + topic).toList();
  }

  private String start() {
    return settings.prefix() + ":" + frames.name() + ":";
  }

  private void stay() throws InterruptedException {
    while (!isStuck()) {
      if (worker.isClosingAfter(SHORTEST_PAUSE)) {
        return;
      }
    }
  }

  private boolean isStuck() {
    return circuit.trust() == Trust.AWAY && System.nanoTime() - awaySince > REPLACE_AFTER.toNanos();
  }

  /** What the innermost cause says, which the others repeat. */
  private static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.toString();
  }

  @Override
  public void close() {
    worker.close();
  }
}
