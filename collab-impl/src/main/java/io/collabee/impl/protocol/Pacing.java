package io.collabee.impl.protocol;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets a client's requests for content wait until it has taken what it asked for before, so that a
 * connection holds few large answers at a time however many it asks for. Thread-safe.
 */
final class Pacing {
  private static final Logger LOG = System.getLogger(Pacing.class.getName());
  private static final int AT_A_TIME = 4;

  private final Peer peer;
  private final int capacity;
  private final Queue<Consumer<Runnable>> waiting = new ArrayDeque<>();
  private int running;
  private boolean starting;
  private boolean again;

  /**
   * @param capacity how many may wait
   */
  Pacing(Peer peer, int capacity) {
    this.peer = peer;
    this.capacity = capacity;
  }

  /**
   * Does a task in its turn.
   *
   * @param task starts it; it gets what is to be called when the answer has been handed to the peer
   */
  void run(Consumer<Runnable> task) {
    synchronized (waiting) {
      if (waiting.size() >= capacity) {
        peer.close(CloseReason.TOO_FAST);
        return;
      }
      waiting.add(task);
    }
    roomMade();
  }

  /** The peer has taken something: starts what may start. */
  void roomMade() {
    synchronized (waiting) {
      // A task that ends while it is being started calls us from within; the loop below goes on.
      if (starting) {
        again = true;
        return;
      }
      starting = true;
    }
    do {
      for (Consumer<Runnable> task = next(); task != null; task = next()) {
        start(task);
      }
    } while (startAgain());
  }

  private void start(Consumer<Runnable> task) {
    AtomicBoolean ended = new AtomicBoolean();
    Runnable end =
        () -> {
          if (ended.compareAndSet(false, true)) {
            end();
          }
        };
    try {
      task.accept(end);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "An answer could not be prepared", e);
      peer.close(CloseReason.FAULT);
      end.run();
    }
  }

  private boolean startAgain() {
    synchronized (waiting) {
      starting = again;
      again = false;
      return starting;
    }
  }

  private @Nullable Consumer<Runnable> next() {
    synchronized (waiting) {
      if (waiting.isEmpty() || running >= AT_A_TIME || !peer.hasRoom()) {
        return null;
      }
      running++;
      return waiting.remove();
    }
  }

  private void end() {
    synchronized (waiting) {
      running--;
    }
    roomMade();
  }
}
