package io.collabee.impl.redis;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a client and a Redis on this machine. Passes everything on as it is, until it is
 * told to tamper with published messages, to pass nothing on, or to break the connections. Answers
 * to commands are never tampered with, on whatever connection.
 */
public final class RedisProxy implements AutoCloseable {
  /** After this a message that waits for another to pass it waits no longer. */
  private static final Duration LONGEST_HOLD = Duration.ofMillis(200);

  private final int target;
  private final ServerSocket listener;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newCachedThreadPool(RedisProxy::daemon);
  private final ExecutorService later = Executors.newSingleThreadExecutor(RedisProxy::daemon);
  private final AtomicLong messages = new AtomicLong();
  private final AtomicLong tampered = new AtomicLong();
  private volatile Tampering tampering = Tampering.none();
  private boolean swallowing;

  /**
   * A proxy that listens on a free port.
   *
   * @param target the port of the server
   */
  public RedisProxy(int target) {
    this.target = target;
    try {
      listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "redis-proxy");
    thread.setDaemon(true);
    return thread;
  }

  /** Where clients connect. */
  public int port() {
    return listener.getLocalPort();
  }

  /** From now on does this with published messages. */
  public void tamper(Tampering how) {
    tampering = how;
  }

  /** From now on passes nothing on in either direction, though connections are accepted. */
  public synchronized void swallow() {
    swallowing = true;
  }

  /** Ends {@link #tamper} and {@link #swallow}; what was held back goes its way. */
  public synchronized void behave() {
    tampering = Tampering.none();
    swallowing = false;
    notifyAll();
  }

  /** Breaks all connections. */
  public void cut() {
    links.forEach(Link::close);
  }

  /** How many published messages have come by. */
  public long messages() {
    return messages.get();
  }

  /** How many of them were lost, repeated, delayed or held back. */
  public long tampered() {
    return tampered.get();
  }

  private Executor after(long millis) {
    return CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS, later);
  }

  private synchronized void waitWhileSwallowing() {
    while (swallowing) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        threads.execute(() -> join(client));
      }
    } catch (IOException closed) {
      cut();
    }
  }

  private void join(Socket client) {
    waitWhileSwallowing();
    try {
      Link link = new Link(client, new Socket(InetAddress.getLoopbackAddress(), target));
      links.add(link);
      threads.execute(link::up);
      link.down();
    } catch (IOException refused) {
      close(client);
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    behave();
    cut();
    threads.shutdownNow();
    later.shutdownNow();
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A client's connection and the one to the server that belongs to it. */
  private final class Link {
    private final Socket client;
    private final Socket server;
    private final OutputStream toClient;
    private byte @Nullable [] held;

    Link(Socket client, Socket server) throws IOException {
      this.client = client;
      this.server = server;
      toClient = client.getOutputStream();
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
    }

    /** Passes on what the client says. */
    void up() {
      byte[] buffer = new byte[16384];
      try {
        InputStream in = client.getInputStream();
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          waitWhileSwallowing();
          server.getOutputStream().write(buffer, 0, read);
        }
      } catch (IOException ended) {
        // As does the other direction.
      } finally {
        close();
      }
    }

    /** Passes on what the server says. */
    void down() {
      try {
        RespReader in = new RespReader(new BufferedInputStream(server.getInputStream()));
        while (true) {
          RespFrame frame = in.next();
          waitWhileSwallowing();
          if (frame.isMessage()) {
            messages.incrementAndGet();
            message(frame.bytes(), tampering);
          } else {
            send(frame.bytes());
          }
        }
      } catch (IOException ended) {
        // As does the other direction.
      } finally {
        close();
      }
    }

    private void message(byte[] bytes, Tampering how) throws IOException {
      if (how.drops()) {
        tampered.incrementAndGet();
        return;
      }
      if (how.repeats()) {
        tampered.incrementAndGet();
        pass(bytes, how);
      }
      pass(bytes, how);
    }

    private void pass(byte[] bytes, Tampering how) throws IOException {
      if (how.delays()) {
        tampered.incrementAndGet();
        after(how.someMillis()).execute(() -> sendLate(bytes));
      } else if (how.reorders() && hold(bytes)) {
        tampered.incrementAndGet();
        after(LONGEST_HOLD.toMillis()).execute(this::sendHeldLate);
      } else {
        send(bytes);
        sendHeld();
      }
    }

    private synchronized boolean hold(byte[] bytes) {
      if (held != null) {
        return false;
      }
      held = bytes;
      return true;
    }

    private synchronized void sendHeld() throws IOException {
      byte[] bytes = held;
      held = null;
      if (bytes != null) {
        send(bytes);
      }
    }

    private synchronized void send(byte[] bytes) throws IOException {
      toClient.write(bytes);
    }

    private void sendLate(byte[] bytes) {
      try {
        send(bytes);
      } catch (IOException ended) {
        close();
      }
    }

    private void sendHeldLate() {
      try {
        sendHeld();
      } catch (IOException ended) {
        close();
      }
    }

    void close() {
      links.remove(this);
      RedisProxy.close(client);
      RedisProxy.close(server);
    }
  }
}
