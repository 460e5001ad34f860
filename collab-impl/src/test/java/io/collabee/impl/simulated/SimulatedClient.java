package io.collabee.impl.simulated;

import io.collabee.impl.json.JsonText;
import io.collabee.spi.DocumentType;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A client with the rules of the npm client {@code sharedb} 7: it keeps its id over reconnections,
 * counts its operations over all documents, and after a reconnection sends what was not
 * acknowledged again before it subscribes anew.
 *
 * <p>Does no I/O: frames to send go to the consumer given to {@link #connect}, frames received come
 * in by {@link #receive}. Belongs to one thread.
 */
public final class SimulatedClient {
  private final Map<String, SimulatedDocument<?, ?>> documents = new LinkedHashMap<>();
  private final Map<String, SimulatedPresence> presences = new LinkedHashMap<>();
  private final List<JsonObject> errors = new ArrayList<>();
  private Consumer<String> wire;
  private String source;
  private boolean ready;
  private long nextSeq = 1;
  private long nextPresenceSeq = 1;

  /** A document of this client; asked for again it is the same one. */
  @SuppressWarnings("unchecked")
  public <S, O> SimulatedDocument<S, O> document(
      String collection, String id, DocumentType<S, O> type) {
    return (SimulatedDocument<S, O>)
        documents.computeIfAbsent(
            key(collection, id), key -> new SimulatedDocument<>(this, collection, id, type));
  }

  /** A presence channel of this client; asked for again it is the same one. */
  public SimulatedPresence presence(String channel) {
    return presences.computeIfAbsent(channel, key -> new SimulatedPresence(this, key));
  }

  /** All documents this client has. */
  public Collection<SimulatedDocument<?, ?>> documents() {
    return Collections.unmodifiableCollection(documents.values());
  }

  /** A socket is open: shakes hands over it. */
  public void connect(Consumer<String> send) {
    wire = send;
    ready = false;
    shakeHands();
  }

  /** The socket is gone. Edits go on and wait. */
  public void disconnect() {
    wire = null;
    ready = false;
    documents.values().forEach(SimulatedDocument::disconnected);
  }

  /** A frame has come: one message, or an array of them. */
  public void receive(String frame) {
    JsonValue value = JsonText.parse(frame);
    if (value.getValueType() == JsonValue.ValueType.ARRAY) {
      value.asJsonArray().forEach(message -> receive(message.asJsonObject()));
    } else {
      receive(value.asJsonObject());
    }
  }

  private void receive(JsonObject message) {
    switch (message.getString("a")) {
      case "init" -> shakeHands();
      case "hs" -> handshake(message);
      case "op" -> document(message).receiveOperation(message);
      case "f" -> document(message).receiveFetched(message);
      case "s" -> document(message).receiveSubscribed(message);
      case "bs" -> receiveBulk(message);
      case "p" -> receivePresence(message);
      case "pr" -> receivePresenceWanted(message);
      default -> {
        // Like the original, which only logs what it does not know.
      }
    }
  }

  private void shakeHands() {
    String id = source == null ? "null" : JsonText.quote(source);
    send("{\"a\":\"hs\",\"id\":" + id + ",\"protocol\":1,\"protocolMinor\":2}");
  }

  private void handshake(JsonObject message) {
    if (message.containsKey("error")) {
      errors.add(message);
    } else if (!ready) {
      source = message.getString("id");
      ready = true;
      documents.values().forEach(SimulatedDocument::flush);
      subscribeAgain();
      presences.values().forEach(SimulatedPresence::ready);
    }
  }

  /** In bulk, those of known and of unknown version apart, as the original does. */
  private void subscribeAgain() {
    documents.values().stream()
        .filter(SimulatedDocument::isSubscribed)
        .collect(
            Collectors.groupingBy(
                document -> document.collection() + (document.version() < 0 ? "\0new" : "\0known"),
                LinkedHashMap::new,
                Collectors.toList()))
        .values()
        .forEach(this::subscribeInBulk);
  }

  private void subscribeInBulk(List<SimulatedDocument<?, ?>> group) {
    SimulatedDocument<?, ?> first = group.get(0);
    boolean known = first.version() >= 0;
    String wanted =
        group.stream()
            .map(d -> JsonText.quote(d.id()) + (known ? ":" + d.version() : ""))
            .collect(Collectors.joining(",", known ? "{" : "[", known ? "}" : "]"));
    send("{\"a\":\"bs\",\"c\":" + JsonText.quote(first.collection()) + ",\"b\":" + wanted + "}");
  }

  private void receiveBulk(JsonObject message) {
    if (message.containsKey("error")) {
      errors.add(message);
    } else if (message.containsKey("data")) {
      String collection = message.getString("c");
      message
          .getJsonObject("data")
          .forEach(
              (id, snapshot) ->
                  documents.get(key(collection, id)).receiveSnapshot(snapshot.asJsonObject()));
    }
  }

  private void receivePresence(JsonObject message) {
    if (message.containsKey("error")) {
      errors.add(message);
    } else {
      presence(message.getString("ch")).receive(message);
    }
  }

  /** Somebody wants to know the presences; the answer to such a request names no channel. */
  private void receivePresenceWanted(JsonObject message) {
    if (message.containsKey("ch")) {
      presence(message.getString("ch")).wanted();
    }
  }

  private SimulatedDocument<?, ?> document(JsonObject message) {
    return documents.get(key(message.getString("c"), message.getString("d")));
  }

  private static String key(String collection, String id) {
    return collection + '\0' + id;
  }

  /** Whether hands are shaken, so that messages can be sent. */
  public boolean isReady() {
    return ready;
  }

  /** The id that the server gave; {@code null} before the first handshake. */
  public String source() {
    return source;
  }

  /** Messages with an error, but for those that answered an operation. */
  public List<JsonObject> errors() {
    return errors;
  }

  long takeSeq() {
    return nextSeq++;
  }

  long takePresenceSeq() {
    return nextPresenceSeq++;
  }

  void send(String frame) {
    wire.accept(frame);
  }

  void failed(JsonObject message) {
    errors.add(message);
  }

  /** A string member, or {@code null}. */
  static String text(JsonObject message, String name) {
    return message.get(name) instanceof JsonString string ? string.getString() : null;
  }
}
