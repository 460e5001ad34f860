package io.collabee.sample;

import io.collabee.impl.simulated.ClientSocket;
import io.collabee.impl.simulated.SimulatedClient;
import io.collabee.impl.simulated.SimulatedDocument;
import io.collabee.spi.DocumentType;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A simulated client at a running server. What comes from the server waits until the client's owner
 * lets it in, so that a client can be as far behind as a test wants. Belongs to one thread.
 */
final class LiveClient implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final SimulatedClient client = new SimulatedClient();
  private final LinkedBlockingDeque<Event> inbox = new LinkedBlockingDeque<>();
  private final List<URI> addresses;
  private @Nullable ClientSocket socket;
  private int at;
  private int connections;
  private long frames;

  /** A frame, or without one the end of a connection. */
  private record Event(int connection, @Nullable String frame) {}

  LiveClient(URI address) {
    this(List.of(address));
  }

  /** A client that may connect to any of several servers; to the first as long as it can. */
  LiveClient(List<URI> addresses) {
    this.addresses = List.copyOf(addresses);
  }

  /**
   * Opens a socket at the server where the last one was. {@code false} if that does not take it
   * now: then the next attempt goes to another server.
   */
  boolean connect() {
    int connection = ++connections;
    ClientSocket.Receiver receiver =
        new ClientSocket.Receiver() {
          @Override
          public void frame(String text) {
            inbox.add(new Event(connection, text));
          }

          @Override
          public void closed(int code, String reason) {
            inbox.add(new Event(connection, null));
          }
        };
    try {
      socket = ClientSocket.open(HTTP, addresses.get(at), receiver);
    } catch (CompletionException refused) {
      moveOn();
      return false;
    }
    client.connect(socket::send);
    return true;
  }

  /**
   * Opens a socket, if need be after many attempts.
   *
   * @throws AssertionError if no server takes it within two minutes
   */
  void connectAtLast() {
    until("a connection to " + addresses, () -> isConnected() || connect());
  }

  boolean isConnected() {
    return socket != null;
  }

  /** Breaks the connection, if there is one; the next goes to another server. */
  void moveOn() {
    drop();
    at = (at + 1) % addresses.size();
  }

  /** Breaks the connection if it is not to the first server, where the next one goes. */
  void goHome() {
    if (at != 0) {
      drop();
      at = 0;
    }
  }

  /** How many frames were let in. */
  long frames() {
    return frames;
  }

  /**
   * The next frame that would be let in, if one is there.
   *
   * @throws AssertionError if the connection ended instead
   */
  @Nullable String nextFrame() {
    Event event = inbox.peek();
    if (event != null && event.frame() == null) {
      throw new AssertionError("the connection ended");
    }
    return event == null ? null : event.frame();
  }

  /** Waits at most so long until something is there. */
  void await(Duration patience) {
    Event event = poll(patience);
    if (event != null) {
      inbox.addFirst(event);
    }
  }

  /** Lets one frame in; waits for it at most so long. {@code false} if none came. */
  boolean step(Duration patience) {
    Event event = poll(patience);
    if (event == null) {
      return false;
    }
    if (event.connection() != connections) {
      return true;
    }
    if (event.frame() != null) {
      frames++;
      client.receive(event.frame());
    } else {
      socket = null;
      client.disconnect();
    }
    return true;
  }

  private @Nullable Event poll(Duration patience) {
    try {
      return inbox.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Lets in whatever is there. */
  void catchUp() {
    while (step(Duration.ZERO)) {}
  }

  /**
   * Lets frames in until the condition holds.
   *
   * @throws AssertionError if it does not within two minutes
   */
  void until(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    while (!condition.getAsBoolean()) {
      step(Duration.ofMillis(50));
      if (System.nanoTime() > end) {
        throw new AssertionError("never came true: " + what);
      }
    }
  }

  /** A document, subscribed to. */
  <S, O> SimulatedDocument<S, O> open(String id, DocumentType<S, O> type) {
    SimulatedDocument<S, O> document = client.document("docs", id, type);
    document.subscribe();
    return document;
  }

  SimulatedClient client() {
    return client;
  }

  /** Breaks the connection without a word. */
  void drop() {
    if (socket != null) {
      socket.abort();
      socket = null;
      connections++;
      client.disconnect();
    }
  }

  @Override
  public void close() {
    if (socket != null) {
      socket.close();
    }
  }
}
