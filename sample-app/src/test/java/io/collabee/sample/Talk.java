package io.collabee.sample;

import io.collabee.impl.simulated.ClientSocket;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A socket on which a test says what it likes, as a client of ours. Messages are written with
 * single quotes, which become double ones.
 */
final class Talk implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final BlockingQueue<JsonObject> heard = new LinkedBlockingQueue<>();
  private final ClientSocket socket;
  private volatile int closeCode;
  private volatile long closedAt;

  /**
   * Connects and shakes hands.
   *
   * @param query of the address, without what our clients always ask for
   */
  Talk(URI server, String query) {
    socket =
        ClientSocket.open(HTTP, URI.create(server + "?batch=1&heads=1&" + query), new Receiver());
    expect(message -> message.getString("a").equals("init"));
  }

  private final class Receiver implements ClientSocket.Receiver {
    @Override
    public void frame(String text) {
      try (JsonReader reader = Json.createReader(new StringReader(text))) {
        JsonArray messages = reader.readArray();
        heard.addAll(messages.getValuesAs(JsonObject.class));
      }
    }

    @Override
    public void closed(int code, String reason) {
      closedAt = System.nanoTime();
      closeCode = code;
      heard.add(JsonValue.EMPTY_JSON_OBJECT);
    }
  }

  /** The socket was closed, so nothing comes any more. */
  static final class Ended extends AssertionError {
    private static final long serialVersionUID = 1;

    private Ended(int closeCode) {
      super("It never came; closed with " + closeCode);
    }
  }

  void say(String message) {
    socket.send(message.replace('\'', '"'));
  }

  /**
   * The next message that is wanted; those before it are dropped.
   *
   * @throws AssertionError if none comes within thirty seconds, {@link Ended} if none can
   */
  JsonObject expect(Predicate<JsonObject> wanted) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (true) {
      JsonObject message = poll(end - System.nanoTime());
      if (message == null) {
        throw new AssertionError("It never came");
      }
      if (message.isEmpty()) {
        heard.add(message);
        throw new Ended(closeCode);
      }
      if (wanted.test(message)) {
        return message;
      }
    }
  }

  private @Nullable JsonObject poll(long nanos) {
    try {
      return heard.poll(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** All that has come and was not waited for. */
  JsonObject[] rest() {
    return heard.stream().filter(message -> !message.isEmpty()).toArray(JsonObject[]::new);
  }

  /** The code the server closed with; 0 if it did not. */
  int closeCode() {
    return closeCode;
  }

  /** When the server had closed it, as {@link System#nanoTime} tells. */
  long closedAt() {
    return closedAt;
  }

  @Override
  public void close() {
    socket.close();
  }
}
