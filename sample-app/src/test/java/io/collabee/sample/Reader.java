package io.collabee.sample;

import io.collabee.impl.json.JsonText;
import io.collabee.impl.simulated.ClientSocket;
import jakarta.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** Asks a server what it has: one question at a time, without a client's memory. */
final class Reader implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final LinkedBlockingQueue<String> frames = new LinkedBlockingQueue<>();
  private final ClientSocket socket;

  /** Connects, if need be after many attempts. */
  Reader(URI server) {
    ClientSocket.Receiver receiver =
        new ClientSocket.Receiver() {
          @Override
          public void frame(String text) {
            frames.add(text);
          }

          @Override
          public void closed(int code, String reason) {
            frames.add("{\"a\":\"closed\",\"error\":" + code + "}");
          }
        };
    socket =
        Awaitility.await("a connection to " + server)
            .atMost(Duration.ofMinutes(2))
            .ignoreExceptionsInstanceOf(CompletionException.class)
            .until(() -> ClientSocket.open(HTTP, server, receiver), socket -> true);
    socket.send("{\"a\":\"hs\",\"id\":null,\"protocol\":1,\"protocolMinor\":2}");
    answer("hs", new ArrayList<>());
  }

  /** The newest snapshot: {@code v}, {@code type}, {@code data}. */
  JsonObject snapshot(String id) {
    socket.send("{\"a\":\"f\",\"c\":\"docs\",\"d\":" + JsonText.quote(id) + ",\"v\":null}");
    return answer("f", new ArrayList<>()).getJsonObject("data");
  }

  /** All operations from the first on, as the server sends them. */
  List<JsonObject> operations(String id) {
    List<JsonObject> operations = new ArrayList<>();
    socket.send("{\"a\":\"f\",\"c\":\"docs\",\"d\":" + JsonText.quote(id) + ",\"v\":0}");
    answer("f", operations);
    return operations;
  }

  private JsonObject answer(String action, List<JsonObject> before) {
    while (true) {
      JsonObject message = JsonText.parse(next()).asJsonObject();
      if (message.containsKey("error")) {
        throw new AssertionError(message);
      }
      if (message.getString("a").equals(action)) {
        return message;
      }
      if (message.getString("a").equals("op")) {
        before.add(message);
      }
    }
  }

  private String next() {
    try {
      String frame = frames.poll(Duration.ofMinutes(2).toSeconds(), TimeUnit.SECONDS);
      if (frame == null) {
        throw new AssertionError("no answer within two minutes");
      }
      return frame;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
