package io.collabee.impl.protocol;

import io.collabee.CollabException;
import io.collabee.DocumentId;
import io.collabee.ErrorCode;
import io.collabee.Operation;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads requests. Checks what ShareDB checks, with its messages, and besides that documents are
 * named in full, that versions are integers, and that an operation has a sequence number. Knows to
 * which organisation the connection belongs, since names on the wire do not say.
 */
final class RequestReader {
  /** The largest integer of JavaScript; a client cannot count further. */
  private static final long MAX_SAFE_INTEGER = (1L << 53) - 1;

  /** No type's URI is longer. */
  private static final int MAX_URI = 255;

  private final String organisation;

  RequestReader(String organisation) {
    this.organisation = organisation;
  }

  /**
   * Checks a message.
   *
   * @throws CollabException {@link ErrorCode#ERR_MESSAGE_BADLY_FORMED}, or for an operation {@link
   *     ErrorCode#ERR_OT_OP_BADLY_FORMED} or {@link ErrorCode#ERR_CONNECTION_SEQ_INTEGER_OVERFLOW}
   */
  Request read(JsonObject message) {
    String action = string(message, "a").orElse("");
    return switch (action) {
      case "hs" -> handshake(message);
      case "pp" -> new Request.Ping();
      case "auth" ->
          new Request.Renew(
              string(message, "ticket").orElseThrow(() -> malformed("Invalid ticket")));
      case "f" -> new Request.Fetch(document(message), version(message, "v"));
      case "s" -> new Request.Subscribe(document(message), version(message, "v"));
      case "u" -> new Request.Unsubscribe(document(message));
      case "bf" -> new Request.Bulk(false, collection(message), wanted(message));
      case "bs" -> new Request.Bulk(true, collection(message), wanted(message));
      case "bu" -> new Request.BulkUnsubscribe(collection(message), documents(message));
      case "op" -> submit(message);
      case "nf" ->
          new Request.ContentAtVersion(
              requestId(message), document(message), version(message, "v"));
      case "nt" -> new Request.ContentAtTime(requestId(message), document(message), time(message));
      case "p" -> presence(message);
      case "ps" -> new Request.PresenceSubscribe(channel(message), presenceSeq(message));
      case "pu" -> new Request.PresenceUnsubscribe(channel(message), presenceSeq(message));
      case "pr" -> new Request.PresenceRequest(channel(message));
      case "qf", "qs", "qu" -> query(message);
      default -> throw malformed("Invalid or unknown message");
    };
  }

  private static Request handshake(JsonObject message) {
    for (String field : List.of("protocol", "protocolMinor")) {
      JsonValue protocol = present(message, field);
      if (protocol != null && !(protocol instanceof JsonNumber || protocol instanceof JsonString)) {
        throw malformed("Invalid protocol");
      }
    }
    JsonValue id = present(message, "id");
    if (id != null && !(id instanceof JsonString)) {
      throw malformed("Invalid id");
    }
    return new Request.Handshake(string(message, "id"));
  }

  private static Request query(JsonObject message) {
    if (!(present(message, "id") instanceof JsonNumber)) {
      throw malformed("Missing query ID");
    }
    return new Request.Query();
  }

  // Documents

  private DocumentId document(JsonObject message) {
    String collection = string(message, "c").orElseThrow(() -> malformed("Invalid collection"));
    String id = string(message, "d").orElseThrow(() -> malformed("Invalid id"));
    return new DocumentId(organisation, collection, id);
  }

  private String collection(JsonObject message) {
    String collection = string(message, "c").orElseThrow(() -> malformed("Invalid collection"));
    return new DocumentId(organisation, collection, "any").collection();
  }

  /** A list of ids wants contents, a map from id to version wants operations. */
  private Map<DocumentId, OptionalLong> wanted(JsonObject message) {
    Map<DocumentId, OptionalLong> wanted = new LinkedHashMap<>();
    if (present(message, "b") instanceof JsonObject versions) {
      String collection = collection(message);
      for (String id : versions.keySet()) {
        long version =
            version(versions, id).orElseThrow(() -> malformed("Invalid bulk subscribe data"));
        wanted.put(new DocumentId(organisation, collection, id), OptionalLong.of(version));
      }
    } else {
      documents(message).forEach(document -> wanted.put(document, OptionalLong.empty()));
    }
    return wanted;
  }

  private List<DocumentId> documents(JsonObject message) {
    String collection = collection(message);
    if (!(present(message, "b") instanceof JsonArray named)) {
      throw malformed("Invalid bulk subscribe data");
    }
    Set<DocumentId> documents = new LinkedHashSet<>();
    for (JsonValue id : named) {
      if (!(id instanceof JsonString string)) {
        throw malformed("Invalid id");
      }
      documents.add(new DocumentId(organisation, collection, string.getString()));
    }
    return new ArrayList<>(documents);
  }

  // Operations

  private Request.Submit submit(JsonObject message) {
    DocumentId document = document(message);
    OptionalLong version = version(message, "v");
    JsonValue source = present(message, "src");
    if (source != null && !(source instanceof JsonString)) {
      throw opMalformed("Invalid src");
    }
    return new Request.Submit(
        document, string(message, "src"), seq(message), version, operation(message));
  }

  private static long seq(JsonObject message) {
    if (!(present(message, "seq") instanceof JsonNumber number)) {
      throw malformed("Invalid seq");
    }
    double seq = number.doubleValue();
    if (seq >= MAX_SAFE_INTEGER) {
      throw new CollabException(
          ErrorCode.ERR_CONNECTION_SEQ_INTEGER_OVERFLOW,
          "Connection seq has exceeded the max safe integer, maybe from being open for too long");
    }
    if (seq < 1 || seq != Math.rint(seq)) {
      throw malformed("Invalid seq");
    }
    return (long) seq;
  }

  private static Operation operation(JsonObject message) {
    JsonValue op = message.get("op");
    if (op != null) {
      return new Operation.Edit(op);
    }
    JsonValue create = message.get("create");
    if (isTruthy(create)) {
      return create(create);
    }
    JsonValue delete = message.get("del");
    if (isTruthy(delete)) {
      if (!JsonValue.TRUE.equals(delete)) {
        throw opMalformed("del value must be true");
      }
      return new Operation.Delete();
    }
    throw opMalformed("Missing op, create, or del");
  }

  private static Operation create(@Nullable JsonValue create) {
    if (!(create instanceof JsonObject object)) {
      throw opMalformed("Create data must be an object");
    }
    String type = string(object, "type").orElseThrow(() -> opMalformed("Missing create type"));
    return new Operation.Create(type, object.getOrDefault("data", JsonValue.NULL));
  }

  // History

  private static JsonNumber requestId(JsonObject message) {
    if (!(present(message, "id") instanceof JsonNumber id)) {
      throw malformed("Missing request ID");
    }
    return id;
  }

  private static Optional<Instant> time(JsonObject message) {
    JsonValue time = present(message, "ts");
    if (time == null) {
      return Optional.empty();
    }
    if (!(time instanceof JsonNumber number)) {
      throw malformed("Invalid timestamp");
    }
    double millis = number.doubleValue();
    return Optional.of(Instant.ofEpochMilli((long) Math.floor(clamp(millis))));
  }

  /** Dates of JavaScript reach 100 million days around 1970. */
  private static double clamp(double millis) {
    return Math.max(-8.64e15, Math.min(8.64e15, millis));
  }

  // Presence

  private Request.Presence presence(JsonObject message) {
    Channel channel = channel(message);
    String id = string(message, "id").orElseThrow(() -> malformed("Invalid presence ID"));
    checkPresenceId(id);
    long presenceVersion =
        integer(present(message, "pv"), "Invalid presence version")
            .orElseThrow(() -> malformed("Invalid presence version"));
    JsonValue presence = message.getOrDefault("p", JsonValue.NULL);
    return new Request.Presence(
        channel, id, presenceVersion, presence, place(message, channel, presence));
  }

  private Optional<Request.Place> place(JsonObject message, Channel channel, JsonValue presence) {
    if (present(message, "c") == null && present(message, "d") == null) {
      return Optional.empty();
    }
    DocumentId document = document(message);
    if (!channel.name().equals(document.collection() + "." + document.id())) {
      throw malformed("Invalid presence channel");
    }
    OptionalLong version = version(message, "v");
    if (version.isEmpty() && !JsonValue.NULL.equals(presence)) {
      throw malformed("Invalid version");
    }
    JsonValue type = message.getOrDefault("t", JsonValue.NULL);
    if (!JsonValue.NULL.equals(type)
        && !(type instanceof JsonString uri && uri.getString().length() <= MAX_URI)) {
      throw malformed("Invalid type");
    }
    return Optional.of(new Request.Place(document, version, type));
  }

  private void checkPresenceId(String id) {
    try {
      // Clients use it as a key, just as they use a document's id.
      var unused = new DocumentId(organisation, "presence", id);
    } catch (CollabException e) {
      throw malformed("Invalid presence ID");
    }
  }

  private Channel channel(JsonObject message) {
    String name = string(message, "ch").orElseThrow(() -> malformed("Invalid presence channel"));
    return new Channel(organisation, name);
  }

  private static OptionalLong presenceSeq(JsonObject message) {
    return integer(present(message, "seq"), "Invalid seq");
  }

  // Fields

  private static OptionalLong version(JsonObject object, String field) {
    return integer(present(object, field), "Invalid version");
  }

  private static OptionalLong integer(@Nullable JsonValue value, String complaint) {
    if (value == null) {
      return OptionalLong.empty();
    }
    if (!(value instanceof JsonNumber number)) {
      throw malformed(complaint);
    }
    double integer = number.doubleValue();
    if (integer < 0 || integer > MAX_SAFE_INTEGER || integer != Math.rint(integer)) {
      throw malformed(complaint);
    }
    return OptionalLong.of((long) integer);
  }

  /** A field's string; empty if it is absent or not a string. */
  private static Optional<String> string(JsonObject object, String field) {
    return object.get(field) instanceof JsonString string
        ? Optional.of(string.getString())
        : Optional.empty();
  }

  /** A field's value, where null counts as absent. */
  private static @Nullable JsonValue present(JsonObject object, String field) {
    JsonValue value = object.get(field);
    return JsonValue.NULL.equals(value) ? null : value;
  }

  private static boolean isTruthy(@Nullable JsonValue value) {
    if (value == null || JsonValue.NULL.equals(value) || JsonValue.FALSE.equals(value)) {
      return false;
    }
    if (value instanceof JsonNumber number) {
      return number.doubleValue() != 0;
    }
    return !(value instanceof JsonString string) || !string.getString().isEmpty();
  }

  private static CollabException malformed(String message) {
    return new CollabException(ErrorCode.ERR_MESSAGE_BADLY_FORMED, message);
  }

  private static CollabException opMalformed(String message) {
    return new CollabException(ErrorCode.ERR_OT_OP_BADLY_FORMED, message);
  }
}
