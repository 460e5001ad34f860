package io.collabee.sample;

import io.collabee.impl.json.JsonText;
import io.collabee.impl.simulated.ClientSocket;
import jakarta.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Asks a server what it has: one question at a time, without a client's memory. */
final class Reader implements AutoCloseable {
  private final LinkedBlockingQueue<String> frames = new LinkedBlockingQueue<>();
  private final ClientSocket socket;

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
    socket = ClientSocket.open(HttpClient.newHttpClient(), server, receiver);
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
      String frame = frames.poll(Duration.ofMinutes(1).toSeconds(), TimeUnit.SECONDS);
      if (frame == null) {
        throw new AssertionError("no answer within a minute");
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
