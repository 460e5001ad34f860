package io.collabee.impl.cluster.redisson;

import io.collabee.impl.cluster.SealedFrame;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.redisson.api.RTopic;
import org.redisson.api.RedissonClient;
import org.redisson.api.listener.StatusListener;
import org.redisson.client.codec.ByteArrayCodec;

/**
 * Topics of one client, to publish on and to hear. On each topic one frame is under way at a time,
 * and what comes meanwhile goes together into the next: so messages keep their order whatever
 * connections the client uses, and a busy topic costs fewer commands. Thread-safe.
 */
final class Connection {
  private static final int FRAME_LIMIT = 64 * 1024;

  /** What an envelope costs in memory besides its bytes, about. */
  private static final long OVERHEAD = 64;

  private final Events events;
  private final SealedFrame frames;
  private final long limit;
  private final List<Line> lines;
  private final AtomicLong waiting = new AtomicLong();

  /** Is told what becomes of messages, on threads of Redisson's or the caller's. Must not block. */
  interface Events {
    /** A frame has come over a line, from anybody. */
    void heard(int line, byte[] frame);

    /** A line is subscribed to, for the first time or again. */
    void subscribed(int line);

    void published();

    void failed();
  }

  /**
   * Topics that are not subscribed to yet.
   *
   * @param names of the topics, one for each line
   * @param limit how many bytes may wait to be published
   */
  Connection(
      RedissonClient client, List<String> names, SealedFrame frames, long limit, Events events) {
    this.events = events;
    this.frames = frames;
    this.limit = limit;
    this.lines =
        IntStream.range(0, names.size())
            .mapToObj(i -> new Line(i, client.getTopic(names.get(i), ByteArrayCodec.INSTANCE)))
            .toList();
  }

  /**
   * Subscribes to all topics.
   *
   * @throws IllegalStateException if that does not succeed in time
   */
  void subscribe(long seconds) throws InterruptedException {
    await(lines.stream().flatMap(line -> line.subscribe().stream()).toList(), seconds);
  }

  /** Ends the subscriptions, as far as that succeeds in time. */
  void unsubscribe(long seconds) throws InterruptedException {
    await(lines.stream().map(Line::unsubscribe).toList(), seconds);
  }

  private static void await(List<? extends CompletableFuture<?>> parts, long seconds)
      throws InterruptedException {
    try {
      CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
          .get(seconds, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException("No answer within " + seconds + " s", e);
    }
  }

  /** Publishes an envelope. */
  void publish(int line, byte[] envelope) {
    if (waiting.addAndGet(cost(envelope)) > limit) {
      forget(List.of(envelope));
      events.failed();
    } else {
      lines.get(line).add(envelope);
    }
  }

  /** Drops what is not under way yet. */
  void clear() {
    lines.forEach(Line::clear);
  }

  /** Waits until all is published, but not longer than this. */
  void flush(long millis) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    synchronized (waiting) {
      while (waiting.get() > 0) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
          return;
        }
        waiting.wait(left);
      }
    }
  }

  private static long cost(byte[] envelope) {
    return envelope.length + OVERHEAD;
  }

  private void forget(List<byte[]> envelopes) {
    long cost = envelopes.stream().mapToLong(Connection::cost).sum();
    if (waiting.addAndGet(-cost) == 0) {
      synchronized (waiting) {
        waiting.notifyAll();
      }
    }
  }

  private final class Line {
    private final int index;
    private final RTopic topic;
    private final Queue<byte[]> queue = new ArrayDeque<>();
    private final List<Integer> listeners = new ArrayList<>();
    private boolean sending;
    private boolean ended;

    Line(int index, RTopic topic) {
      this.index = index;
      this.topic = topic;
    }

    List<CompletableFuture<?>> subscribe() {
      return List.of(
          topic
              .addListenerAsync(byte[].class, (channel, frame) -> events.heard(index, frame))
              .toCompletableFuture()
              .thenAccept(this::remember),
          topic
              .addListenerAsync(
                  new StatusListener() {
                    @Override
                    public void onSubscribe(String channel) {
                      events.subscribed(index);
                    }

                    @Override
                    public void onUnsubscribe(String channel) {}
                  })
              .toCompletableFuture()
              .thenAccept(this::remember));
    }

    private synchronized void remember(Integer listener) {
      if (ended) {
        // It was not waited for any longer. The client may be another's, who keeps it.
        var unused = topic.removeListenerAsync(listener);
      } else {
        listeners.add(listener);
      }
    }

    synchronized CompletableFuture<Void> unsubscribe() {
      ended = true;
      return topic.removeListenerAsync(listeners.toArray(Integer[]::new)).toCompletableFuture();
    }

    void add(byte[] envelope) {
      synchronized (this) {
        queue.add(envelope);
        if (sending) {
          return;
        }
        sending = true;
      }
      send();
    }

    private void send() {
      List<byte[]> batch = next();
      if (batch.isEmpty()) {
        return;
      }
      try {
        topic
            .publishAsync(frames.encode(batch))
            .whenComplete((receivers, failure) -> sent(batch, failure == null));
      } catch (RuntimeException e) {
        sent(batch, false);
      }
    }

    private synchronized List<byte[]> next() {
      List<byte[]> batch = new ArrayList<>();
      int length = 0;
      while (!queue.isEmpty()) {
        length += queue.element().length;
        if (length > FRAME_LIMIT && !batch.isEmpty()) {
          break;
        }
        batch.add(queue.remove());
      }
      sending = !batch.isEmpty();
      return batch;
    }

    private void sent(List<byte[]> batch, boolean success) {
      forget(batch);
      if (success) {
        events.published();
      } else {
        events.failed();
      }
      send();
    }

    void clear() {
      List<byte[]> dropped;
      synchronized (this) {
        dropped = new ArrayList<>(queue);
        queue.clear();
      }
      forget(dropped);
    }
  }
}
