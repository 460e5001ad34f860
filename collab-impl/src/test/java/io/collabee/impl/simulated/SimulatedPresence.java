package io.collabee.impl.simulated;

import io.collabee.impl.json.JsonText;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A presence channel in a {@link SimulatedClient}: what the client shows there and what it sees of
 * others, told apart by their ids alone.
 *
 * <p>As in the original, a presence is told when it changes and when somebody asks for it; after a
 * reconnection the channel is subscribed to again, and what others withdrew meanwhile is still
 * seen.
 */
public final class SimulatedPresence {
  private final SimulatedClient client;
  private final String channel;
  private final Map<String, Own> own = new LinkedHashMap<>();
  private final Map<String, Other> others = new LinkedHashMap<>();
  private boolean subscribed;

  SimulatedPresence(SimulatedClient client, String channel) {
    this.client = client;
    this.channel = channel;
  }

  private static final class Own {
    private final String id;
    private JsonValue value = JsonValue.NULL;
    private long version;
    private boolean unsent;

    Own(String id) {
      this.id = id;
    }
  }

  private record Other(JsonValue value, long version) {}

  /** Asks to be told of the others' presences from now on. */
  public void subscribe() {
    subscribed = true;
    if (client.isReady()) {
      sendSubscribe();
    }
  }

  /**
   * Shows something, instead of what was shown under this id before.
   *
   * @param value null to withdraw it
   */
  public void show(String id, JsonValue value) {
    Own shown = own.computeIfAbsent(id, Own::new);
    shown.value = value;
    shown.unsent = true;
    sendUnsent();
  }

  /** What others show, by its id. */
  public Map<String, JsonValue> others() {
    Map<String, JsonValue> values = new LinkedHashMap<>();
    others.forEach((id, other) -> values.put(id, other.value));
    return Collections.unmodifiableMap(values);
  }

  /** Forgets what others show. */
  public void forgetOthers() {
    others.clear();
  }

  void ready() {
    if (subscribed) {
      sendSubscribe();
    }
    sendUnsent();
  }

  private void sendSubscribe() {
    client.send(
        "{\"a\":\"ps\",\"ch\":"
            + JsonText.quote(channel)
            + ",\"seq\":"
            + client.takePresenceSeq()
            + "}");
  }

  private void sendUnsent() {
    if (client.isReady()) {
      own.values().stream().filter(shown -> shown.unsent).forEach(this::send);
    }
  }

  private void send(Own shown) {
    shown.unsent = false;
    client.send(
        "{\"a\":\"p\",\"ch\":"
            + JsonText.quote(channel)
            + ",\"id\":"
            + JsonText.quote(shown.id)
            + ",\"p\":"
            + JsonText.write(shown.value)
            + ",\"pv\":"
            + shown.version++
            + "}");
  }

  void receive(JsonObject message) {
    String id = message.getString("id");
    if (own.containsKey(id)) {
      return;
    }
    long version = message.getJsonNumber("pv").longValueExact();
    Other known = others.get(id);
    if (known != null && version < known.version) {
      return;
    }
    JsonValue value = message.get("p");
    if (value.getValueType() == JsonValue.ValueType.NULL) {
      others.remove(id);
    } else {
      others.put(id, new Other(value, version));
    }
  }

  void wanted() {
    own.values().stream()
        .filter(shown -> shown.value.getValueType() != JsonValue.ValueType.NULL)
        .forEach(this::send);
  }
}
