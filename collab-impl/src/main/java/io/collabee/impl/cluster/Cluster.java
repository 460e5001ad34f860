package io.collabee.impl.cluster;

import io.collabee.DocumentId;
import io.collabee.event.AccessChanged;
import io.collabee.impl.background.Worker;
import io.collabee.impl.document.Arrivals;
import io.collabee.impl.document.CommitListener;
import io.collabee.impl.document.Committed;
import io.collabee.impl.document.LoggedOperation;
import io.collabee.impl.security.Revocation;
import io.collabee.impl.security.Shelf;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * This node among the others: tells them what is committed here and who is here, and hears the same
 * from them.
 *
 * <p>What is to be told goes into a queue, and a thread passes it on to the first carrier that is
 * trusted; so no lane and no socket ever waits for a bus. If the queue is full its oldest message
 * is dropped. What comes over any carrier is handed on, whatever it is trusted: it is only hints.
 */
public final class Cluster implements CommitListener, AutoCloseable {
  private static final Logger LOG = System.getLogger(Cluster.class.getName());
  private static final Duration TICK = Duration.ofMillis(500);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(2);
  private static final int QUEUE_LIMIT = 4_096;

  /** How many characters operations may have to be told; of longer ones the head is. */
  private static final int OPERATIONS_LIMIT = 8 * 1024;

  private final NodeId node;
  private final BlockingQueue<BusMessage> outgoing = new ArrayBlockingQueue<>(QUEUE_LIMIT);
  private final Worker worker;
  private volatile List<Carrier> carriers = List.of();
  private volatile List<HeadCheck> checks = List.of();
  private volatile @Nullable Presences presences;
  private volatile Consumer<List<Carrier>> observer = carriers -> {};
  private volatile Consumer<AccessChanged> accessObserver = change -> {};
  private volatile Consumer<Revocation> revocationObserver = revocation -> {};

  /**
   * A node that is alone until it {@linkplain #join joins}.
   *
   * @param threads makes one thread
   */
  public Cluster(NodeId node, ThreadFactory threads) {
    this.node = node;
    this.worker = new Worker("collab-cluster", STOP_PATIENCE, threads, this::run);
  }

  /**
   * Begins to tell and to hear. To be called once.
   *
   * @param arrivals are told what other nodes committed
   * @param presences are told who is elsewhere, and tell by this who is here
   * @param checks find what no carrier has brought, each in one database; started by this
   * @param openers of the carriers, the preferred one first; none if there is only the head check
   */
  public void join(
      Arrivals arrivals,
      Presences presences,
      List<HeadCheck> checks,
      List<? extends Carrier.Opener> openers) {
    this.checks = List.copyOf(checks);
    this.presences = presences;
    List<Carrier> opened = new ArrayList<>();
    Home home = new Home(arrivals, presences);
    for (Carrier.Opener opener : openers) {
      opened.add(opener.open(home));
      carriers = List.copyOf(opened);
    }
    checks.forEach(HeadCheck::start);
    worker.start();
  }

  /** Has somebody told of every change of a carrier, on any thread. Must not block or throw. */
  public void observe(Consumer<List<Carrier>> whoever) {
    observer = whoever;
  }

  /** Has somebody told what other nodes say of access, on any thread. Must not block or throw. */
  public void observeAccess(Consumer<AccessChanged> whoever) {
    accessObserver = whoever;
  }

  /** Has somebody told what other nodes revoked, on any thread. Must not block or throw. */
  public void observeRevocations(Consumer<Revocation> whoever) {
    revocationObserver = whoever;
  }

  // Telling

  @Override
  public void committed(DocumentId document, List<Committed> operations) {
    if (!carriers.isEmpty()) {
      tell(message(document, operations.stream().map(Committed::operation).toList()));
    }
  }

  private static BusMessage message(DocumentId document, List<LoggedOperation> operations) {
    long length = operations.stream().mapToLong(operation -> operation.payload().length()).sum();
    return length <= OPERATIONS_LIMIT
        ? new BusMessage.Operations(document, operations)
        : new BusMessage.Head(document, operations.get(operations.size() - 1).version() + 1);
  }

  /** Tells the other nodes; does not wait for that. */
  public void tell(BusMessage message) {
    if (!carriers.isEmpty() && !worker.isClosing()) {
      enqueue(message);
    }
  }

  private void enqueue(BusMessage message) {
    while (!outgoing.offer(message)) {
      outgoing.poll();
    }
  }

  /** The carrier that is published on now; empty if none is trusted. */
  public Optional<Carrier> carrier() {
    return carriers.stream()
        .filter(carrier -> carrier.trust() == Carrier.Trust.TRUSTED)
        .findFirst();
  }

  /** What keeps values for all nodes, at the moment; away if no carrier has one that is trusted. */
  public Shelf shelf() {
    return carriers.stream()
        .map(Carrier::shelf)
        .filter(Shelf::isOpen)
        .findFirst()
        .orElse(Shelf.NONE);
  }

  /** All carriers, the preferred one first. */
  public List<Carrier> carriers() {
    return carriers;
  }

  /** Whether there are carriers and the preferred one is not trusted. */
  public boolean isDegraded() {
    return !carriers.isEmpty() && !isPreferredTrusted();
  }

  private boolean isPreferredTrusted() {
    List<Carrier> all = carriers;
    return !all.isEmpty() && all.get(0).trust() == Carrier.Trust.TRUSTED;
  }

  private void run() throws InterruptedException {
    long nextTick = System.nanoTime();
    for (boolean left = false; !left; ) {
      BusMessage message =
          outgoing.poll(Math.max(0, nextTick - System.nanoTime()), TimeUnit.NANOSECONDS);
      if (message instanceof BusMessage.Leaving) {
        carriers.forEach(each -> guarded(() -> each.publish(new Envelope(node, message))));
        left = true;
      } else if (message != null) {
        guarded(() -> carrier().ifPresent(each -> each.publish(new Envelope(node, message))));
      }
      if (System.nanoTime() - nextTick >= 0) {
        carriers.forEach(carrier -> guarded(carrier::tick));
        guarded(() -> tick(presences));
        nextTick = System.nanoTime() + TICK.toNanos();
      }
    }
  }

  /** What one part does wrong must not end what the others do. */
  private static void guarded(Runnable part) {
    try {
      part.run();
    } catch (RuntimeException | Error e) {
      LOG.log(Level.ERROR, "A part of the cluster failed", e);
    }
  }

  private static void tick(@Nullable Presences presences) {
    if (presences != null) {
      presences.tick();
    }
  }

  /** Says what there is still to say, and goodbye. */
  @Override
  public void close() {
    worker.end();
    // Said on our own thread: a bus may leave something behind on a thread, and this one lives on.
    enqueue(new BusMessage.Leaving());
    worker.close();
    carriers.forEach(carrier -> guarded(carrier::close));
  }

  // Hearing

  private final class Home implements Carrier.Home {
    private final Arrivals arrivals;
    private final Presences presences;

    Home(Arrivals arrivals, Presences presences) {
      this.arrivals = arrivals;
      this.presences = presences;
    }

    @Override
    public NodeId node() {
      return node;
    }

    @Override
    public void accept(Envelope heard) {
      if (!heard.node().equals(node)) {
        guarded(() -> handOn(heard));
      }
    }

    private void handOn(Envelope heard) {
      presences.heard(heard);
      BusMessage message = heard.message();
      if (message instanceof BusMessage.Operations committed) {
        arrivals.committed(committed.document(), committed.operations());
      } else if (message instanceof BusMessage.Head head) {
        arrivals.head(head.document(), head.version());
      } else if (message instanceof BusMessage.AccessMayDiffer differing) {
        accessObserver.accept(differing.change());
      } else if (message instanceof BusMessage.Revoked revoked) {
        revocationObserver.accept(revoked.revocation());
      }
    }

    @Override
    public void checkAll(Runnable done) {
      AtomicInteger left = new AtomicInteger(checks.size());
      Runnable checked =
          () -> {
            if (left.decrementAndGet() == 0) {
              done.run();
            }
          };
      // A database that is away keeps the documents of no other from being told of.
      checks.forEach(check -> check.all(checked, checks.size() == 1));
    }

    @Override
    public void changed() {
      List<Carrier> all = carriers;
      if (!all.isEmpty()) {
        boolean trusted = isPreferredTrusted();
        checks.forEach(check -> check.trusts(trusted));
        observer.accept(all);
      }
    }
  }
}
