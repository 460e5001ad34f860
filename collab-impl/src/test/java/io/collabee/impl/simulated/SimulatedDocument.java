package io.collabee.impl.simulated;

import io.collabee.Side;
import io.collabee.impl.json.JsonText;
import io.collabee.spi.DocumentType;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * One document in a {@link SimulatedClient}: edits are applied at once, at most one operation is
 * with the server, and those that wait are composed into one, unless asked not to.
 *
 * <p>What the server sends is transformed over what is unacknowledged and the other way round. An
 * operation that the server refuses takes all waiting ones with it and the document is fetched
 * anew, which is what the original does with a type that cannot invert.
 */
public final class SimulatedDocument<S, O> {
  private static final long UNKNOWN = -1;

  private final SimulatedClient client;
  private final String collection;
  private final String id;
  private final DocumentType<S, O> type;
  private final Deque<Pending<O>> waiting = new ArrayDeque<>();
  private final List<Acknowledged> acknowledged = new ArrayList<>();
  private final List<JsonObject> refused = new ArrayList<>();
  private Pending<O> inFlight;
  private S content;
  private long version = UNKNOWN;
  private boolean wantsSubscription;
  private boolean fetching;
  private long fetches;
  private Sending sending = (source, seq, label) -> {};

  SimulatedDocument(SimulatedClient client, String collection, String id, DocumentType<S, O> type) {
    this.client = client;
    this.collection = collection;
    this.id = id;
    this.type = type;
  }

  /** An operation that the server says is committed. */
  public record Acknowledged(String source, long seq, long version) {}

  /** Is told of an operation before it is sent for the first time. */
  @FunctionalInterface
  public interface Sending {
    /**
     * @param label of the newest edit in the operation
     */
    void sending(String source, long seq, Object label);
  }

  /** Asks for the content and to be told of every operation from now on. */
  public void subscribe() {
    wantsSubscription = true;
    if (client.isReady()) {
      client.send(request("s", version));
    }
  }

  /** Makes the document exist. */
  public void create(JsonValue data) {
    content = type.create(data);
    waiting.add(new Pending<>(Kind.CREATE, null, data, null));
    flush();
  }

  /** Makes the document not exist. */
  public void delete() {
    content = null;
    waiting.add(new Pending<>(Kind.DELETE, null, null, null));
    flush();
  }

  /** Edits; composed into what waits. */
  public void edit(O operation) {
    edit(operation, null, true);
  }

  /**
   * Edits.
   *
   * @param label names the edit to the {@link Sending} listener
   * @param compose whether it may be composed into what waits
   */
  public void edit(O operation, Object label, boolean compose) {
    content = type.apply(content, operation);
    Pending<O> last = waiting.peekLast();
    if (compose && last != null && last.seq == 0 && last.kind == Kind.EDIT) {
      last.operation = type.compose(last.operation, operation);
      last.label = label;
    } else {
      waiting.add(new Pending<>(Kind.EDIT, operation, null, label));
    }
    flush();
  }

  void flush() {
    if (!client.isReady() || inFlight != null || waiting.isEmpty()) {
      return;
    }
    Pending<O> next = waiting.remove();
    inFlight = next;
    String resentAs = "";
    if (next.seq == 0) {
      next.seq = client.takeSeq();
      next.source = client.source();
      sending.sending(next.source, next.seq, next.label);
    } else {
      resentAs = ",\"src\":" + JsonText.quote(next.source);
    }
    client.send(
        "{\"a\":\"op\",\"c\":"
            + JsonText.quote(collection)
            + ",\"d\":"
            + JsonText.quote(id)
            + ",\"v\":"
            + (version == UNKNOWN ? "null" : version)
            + resentAs
            + ",\"seq\":"
            + next.seq
            + ",\"x\":{},"
            + next.payload(type)
            + "}");
  }

  void disconnected() {
    fetching = false;
    if (inFlight != null) {
      waiting.addFirst(inFlight);
      inFlight = null;
    }
  }

  void receiveOperation(JsonObject message) {
    if (message.containsKey("error")) {
      refuse(message);
      return;
    }
    long at = message.getJsonNumber("v").longValueExact();
    String source = SimulatedClient.text(message, "src");
    long seq = message.getJsonNumber("seq").longValueExact();
    if (inFlight != null && inFlight.seq == seq && inFlight.source.equals(source)) {
      acknowledge(at);
    } else if (version == UNKNOWN || at > version) {
      fetch();
    } else if (at == version) {
      applyRemote(message);
    }
  }

  private void refuse(JsonObject message) {
    if (inFlight == null) {
      client.failed(message);
      return;
    }
    refused.add(message);
    rollBack();
  }

  private void rollBack() {
    inFlight = null;
    waiting.clear();
    content = null;
    version = UNKNOWN;
    fetching = true;
    client.send(request("f", UNKNOWN));
  }

  private void acknowledge(long at) {
    if (inFlight.kind != Kind.CREATE && at != version) {
      fetch();
      return;
    }
    acknowledged.add(new Acknowledged(inFlight.source, inFlight.seq, at));
    version = at + 1;
    inFlight = null;
    flush();
  }

  private void fetch() {
    if (!fetching && client.isReady()) {
      fetching = true;
      fetches++;
      client.send(request("f", version));
    }
  }

  private void applyRemote(JsonObject message) {
    boolean replaces = message.containsKey("create") || message.containsKey("del");
    if (replaces && hasUnacknowledgedEdit()) {
      rollBack();
      return;
    }
    if (message.containsKey("op")) {
      O remote = type.operation(message.get("op"));
      if (inFlight != null) {
        remote = cross(inFlight, remote);
      }
      for (Pending<O> own : waiting) {
        remote = cross(own, remote);
      }
      if (content != null) {
        content = type.apply(content, remote);
      }
    } else if (message.containsKey("create")) {
      content = type.create(message.getJsonObject("create").getOrDefault("data", JsonValue.NULL));
    } else if (message.containsKey("del")) {
      content = null;
    }
    version++;
  }

  private boolean hasUnacknowledgedEdit() {
    return (inFlight != null && inFlight.kind == Kind.EDIT)
        || waiting.stream().anyMatch(own -> own.kind == Kind.EDIT);
  }

  /** Rewrites both for each other. */
  private O cross(Pending<O> own, O remote) {
    if (own.kind != Kind.EDIT) {
      return remote;
    }
    O ours = own.operation;
    own.operation = type.transform(ours, remote, Side.LEFT);
    return type.transform(remote, ours, Side.RIGHT);
  }

  void receiveFetched(JsonObject message) {
    fetching = false;
    receiveSnapshotOf(message);
  }

  void receiveSubscribed(JsonObject message) {
    receiveSnapshotOf(message);
  }

  private void receiveSnapshotOf(JsonObject message) {
    if (message.containsKey("error")) {
      client.failed(message);
    } else if (message.get("data") instanceof JsonObject snapshot) {
      receiveSnapshot(snapshot);
    }
  }

  void receiveSnapshot(JsonObject snapshot) {
    long at = snapshot.getJsonNumber("v").longValueExact();
    // A content that is known by operations is kept: the snapshot may be older or newer.
    if (version != UNKNOWN || !waiting.isEmpty() || inFlight != null) {
      return;
    }
    version = at;
    boolean exists =
        snapshot.containsKey("type") ? !snapshot.isNull("type") : snapshot.containsKey("data");
    content = exists ? type.snapshot(snapshot.getOrDefault("data", JsonValue.NULL)) : null;
  }

  private String request(String action, long from) {
    return "{\"a\":\""
        + action
        + "\",\"c\":"
        + JsonText.quote(collection)
        + ",\"d\":"
        + JsonText.quote(id)
        + ",\"v\":"
        + (from == UNKNOWN ? "null" : from)
        + "}";
  }

  /** Sets who is told before an operation is sent. */
  public void onSending(Sending listener) {
    sending = listener;
  }

  public String collection() {
    return collection;
  }

  public String id() {
    return id;
  }

  /** How many operations the content holds, own unacknowledged ones not counted; -1 if unknown. */
  public long version() {
    return version;
  }

  /** The content with the own edits; empty if there is none. */
  public Optional<S> content() {
    return Optional.ofNullable(content);
  }

  /** The content as JSON, null if there is none. */
  public JsonValue json() {
    return content == null ? JsonValue.NULL : type.snapshotJson(content);
  }

  /** Whether the application wants to be told of operations. */
  public boolean isSubscribed() {
    return wantsSubscription;
  }

  /** Whether something is not acknowledged. */
  public boolean hasPending() {
    return inFlight != null || !waiting.isEmpty();
  }

  /** Operations that wait to be sent; the one in flight is not counted. */
  public int waiting() {
    return waiting.size();
  }

  /** What the server acknowledged, in that order. */
  public List<Acknowledged> acknowledged() {
    return acknowledged;
  }

  /** Error answers to operations. */
  public List<JsonObject> refused() {
    return refused;
  }

  /** How often something was missed, so that the operations since had to be asked for. */
  public long fetches() {
    return fetches;
  }

  private enum Kind {
    CREATE,
    EDIT,
    DELETE
  }

  /** An own operation that is not acknowledged. */
  private static final class Pending<O> {
    final Kind kind;
    final JsonValue data;
    O operation;
    Object label;
    String source;
    long seq;

    Pending(Kind kind, O operation, JsonValue data, Object label) {
      this.kind = kind;
      this.operation = operation;
      this.data = data;
      this.label = label;
    }

    String payload(DocumentType<?, O> type) {
      return switch (kind) {
        case CREATE ->
            "\"create\":{\"type\":"
                + JsonText.quote(type.uri())
                + ",\"data\":"
                + JsonText.write(data)
                + "}";
        case EDIT -> "\"op\":" + JsonText.write(type.operationJson(operation));
        case DELETE -> "\"del\":true";
      };
    }
  }
}
