package io.collabee.impl.protocol;

import io.collabee.CollabException;
import io.collabee.DocumentId;
import io.collabee.impl.document.LoggedOperation;
import io.collabee.impl.document.View;
import io.collabee.impl.json.JsonText;
import io.collabee.impl.security.Credential;
import io.collabee.impl.security.StepUpRequired;
import io.collabee.spi.Access;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The text of every message that a server sends. */
final class Messages {
  /** The type that a snapshot has if it names none; clients refuse a server with another. */
  private static final String JSON0 = "http://sharejs.org/types/JSONv0";

  private static final List<String> READ_FIELDS = List.of("a", "id", "c", "d", "v", "ts");

  private static final String PROTOCOL = "\"protocol\":1,\"protocolMinor\":2,\"type\":\"" + JSON0;

  private Messages() {}

  // Connection

  static String init(String id) {
    return "{\"a\":\"init\"," + PROTOCOL + "\",\"id\":" + JsonText.quote(id) + "}";
  }

  static String handshake(String id) {
    return "{\"a\":\"hs\"," + PROTOCOL + "\",\"id\":" + JsonText.quote(id) + "}";
  }

  /** Tells what takes the session up that has begun, or until when it can be from now on. */
  static String session(String id, Optional<String> secret, Instant expires) {
    return "{\"a\":\"session\",\"id\":"
        + JsonText.quote(id)
        + secret.map(text -> ",\"secret\":" + JsonText.quote(text)).orElse("")
        + ",\"expires\":"
        + expires.toEpochMilli()
        + "}";
  }

  static String pong() {
    return "{\"a\":\"pp\"}";
  }

  /**
   * A request for content without what nobody asked to be told: it is kept until it is answered,
   * and may wait among thousands.
   */
  static JsonObject gist(JsonObject request) {
    JsonObjectBuilder gist = JsonText.values().createObjectBuilder();
    for (String field : READ_FIELDS) {
      JsonValue value = request.get(field);
      if (value != null) {
        gist.add(field, value);
      }
    }
    return gist.build();
  }

  /** The request as it came, with what is wrong with it: clients find by it what they asked. */
  static String error(JsonObject request, CollabException reason) {
    StringBuilder text = new StringBuilder(128).append('{');
    request.forEach(
        (field, value) -> {
          if (!field.equals("error")) {
            text.append(JsonText.quote(field)).append(':').append(JsonText.write(value));
            text.append(',');
          }
        });
    return text.append(errorField(reason)).append('}').toString();
  }

  private static String errorField(CollabException reason) {
    String maxAge =
        reason instanceof StepUpRequired needed ? ",\"maxAge\":" + needed.maxAgeSeconds() : "";
    return "\"error\":{\"code\":\""
        + reason.code()
        + "\",\"message\":"
        + JsonText.quote(reason.getMessage())
        + maxAge
        + "}";
  }

  // Documents

  /** A reply that says no more than which request it answers. */
  static String done(String action, DocumentId document) {
    return head(action, document).append('}').toString();
  }

  /** The reply to a request for the content. */
  static String content(String action, View view) {
    return head(action, view.document())
        .append(",\"data\":")
        .append(snapshot(view))
        .append('}')
        .toString();
  }

  private static StringBuilder head(String action, DocumentId document) {
    return new StringBuilder(96)
        .append("{\"a\":\"")
        .append(action)
        .append("\",\"c\":")
        .append(JsonText.quote(document.collection()))
        .append(",\"d\":")
        .append(JsonText.quote(document.id()));
  }

  /**
   * The content as clients get it: {@code type} is left out for json0, and null if there is none.
   */
  static String snapshot(View view) {
    StringBuilder text = new StringBuilder(64).append("{\"v\":").append(view.version());
    if (view.content().isEmpty()) {
      text.append(",\"type\":null");
    } else {
      view.type()
          .filter(type -> !type.equals(JSON0))
          .ifPresent(type -> text.append(",\"type\":").append(JsonText.quote(type)));
      text.append(",\"data\":").append(view.json());
    }
    return text.append('}').toString();
  }

  /** In a bulk reply, for a document that could not be read. */
  static String failure(CollabException reason) {
    return "{" + errorField(reason) + "}";
  }

  /**
   * The reply for a document of a bulk request for contents.
   *
   * @param data a {@link #snapshot} or a {@link #failure}
   */
  static String content(String action, DocumentId document, String data) {
    return "{\"a\":\""
        + action
        + "\",\"c\":"
        + JsonText.quote(document.collection())
        + ",\"data\":{"
        + JsonText.quote(document.id())
        + ":"
        + data
        + "}}";
  }

  /** The reply for a document of a bulk request that named its version. */
  static String done(String action, DocumentId document, long version) {
    return bulkHead(action, document.collection())
        .append('{')
        .append(JsonText.quote(document.id()))
        .append(':')
        .append(version)
        .append("}}")
        .toString();
  }

  /** The reply to a bulk request that needs no data. */
  static String done(String action, String collection, Collection<DocumentId> documents) {
    StringBuilder text = bulkHead(action, collection).append('[');
    String separator = "";
    for (DocumentId document : documents) {
      text.append(separator).append(JsonText.quote(document.id()));
      separator = ",";
    }
    return text.append("]}").toString();
  }

  private static StringBuilder bulkHead(String action, String collection) {
    return new StringBuilder(128)
        .append("{\"a\":\"")
        .append(action)
        .append("\",\"c\":")
        .append(JsonText.quote(collection))
        .append(",\"b\":");
  }

  // Operations

  /** A committed operation as those who follow the document get it. */
  static String operation(DocumentId document, LoggedOperation operation) {
    StringBuilder text =
        position(document, operation.version(), operation.source(), operation.seq());
    if (!operation.payload().isEmpty()) {
      text.append(',').append(operation.payload());
    }
    return text.append('}').toString();
  }

  /** What the author gets instead: the operation's place, without what it does. */
  static String ack(DocumentId document, LoggedOperation operation) {
    return position(document, operation.version(), operation.source(), operation.seq())
        .append('}')
        .toString();
  }

  private static StringBuilder position(
      DocumentId document, long version, String source, long seq) {
    return head("op", document)
        .append(",\"v\":")
        .append(version)
        .append(",\"src\":")
        .append(JsonText.quote(source))
        .append(",\"seq\":")
        .append(seq);
  }

  /** That something is wrong with a document, though it answers no operation. */
  static String failedOperation(DocumentId document, CollabException reason) {
    return head("op", document).append(',').append(errorField(reason)).append('}').toString();
  }

  // History

  /** The reply to a request for an old content. */
  static String old(String action, JsonNumber id, View view) {
    StringBuilder text =
        new StringBuilder(64)
            .append("{\"a\":\"")
            .append(action)
            .append("\",\"id\":")
            .append(JsonText.write(id))
            .append(",\"v\":")
            .append(view.version())
            .append(",\"type\":")
            .append(view.type().map(JsonText::quote).orElse("null"));
    if (view.content().isPresent()) {
      text.append(",\"data\":").append(view.json());
    }
    return text.append(",\"m\":null}").toString();
  }

  // Presence

  /** A presence, for those who hear of it and as the ack for its sender. */
  static String presence(String source, Request.Presence presence) {
    StringBuilder text =
        new StringBuilder(160)
            .append("{\"a\":\"p\",\"ch\":")
            .append(JsonText.quote(presence.channel().name()))
            .append(",\"src\":")
            .append(JsonText.quote(source))
            .append(",\"id\":")
            .append(JsonText.quote(presence.id()))
            .append(",\"p\":")
            .append(JsonText.write(presence.value()))
            .append(",\"pv\":")
            .append(presence.version());
    presence.place().ifPresent(place -> text.append(place(place)));
    return text.append('}').toString();
  }

  private static String place(Request.Place place) {
    DocumentId document = place.document();
    OptionalLong version = place.version();
    return ",\"c\":"
        + JsonText.quote(document.collection())
        + ",\"d\":"
        + JsonText.quote(document.id())
        + ",\"v\":"
        + (version.isPresent() ? version.getAsLong() : "null")
        + ",\"t\":"
        + JsonText.write(place.type());
  }

  /** The reply to {@code ps} and {@code pu}. */
  static String presenceDone(String action, Channel channel, OptionalLong seq) {
    StringBuilder text =
        new StringBuilder(64)
            .append("{\"a\":\"")
            .append(action)
            .append("\",\"ch\":")
            .append(JsonText.quote(channel.name()));
    seq.ifPresent(number -> text.append(",\"seq\":").append(number));
    return text.append('}').toString();
  }

  /** Asks a client to tell its presences on a channel again. */
  static String presenceWanted(Channel channel) {
    return "{\"a\":\"pr\",\"ch\":" + JsonText.quote(channel.name()) + "}";
  }

  /** The reply to {@code pr}. */
  static String presenceRequested() {
    return "{\"a\":\"pr\"}";
  }

  // Ours

  /** Asks for a fresh ticket. */
  static String renew() {
    return "{\"a\":\"auth\"}";
  }

  /** The login is a younger one now. */
  static String renewed(Credential credential) {
    return "{\"a\":\"auth\",\"expires\":"
        + credential.expires().map(Instant::toEpochMilli).map(String::valueOf).orElse("null")
        + "}";
  }

  /** The ticket was not taken. It is not sent back: it might be logged. */
  static String notRenewed(CollabException reason) {
    return "{\"a\":\"auth\"," + errorField(reason) + "}";
  }

  /** What the client may do with a document it follows or would follow. */
  static String access(DocumentId document, Access access) {
    return head("access", document)
        .append(",\"access\":\"")
        .append(access.name().toLowerCase(Locale.ROOT))
        .append("\"}")
        .toString();
  }

  /** Whether edits on other nodes come late. */
  static String bus(boolean slow) {
    return "{\"a\":\"bus\",\"state\":\"" + (slow ? "slow" : "live") + "\"}";
  }

  /**
   * The versions that the client should have by now, by collection and id.
   *
   * @param heads not empty
   */
  static String heads(Map<DocumentId, Long> heads) {
    StringBuilder text = new StringBuilder(64).append("{\"a\":\"heads\",\"heads\":[");
    String separator = "";
    for (Map.Entry<DocumentId, Long> head : heads.entrySet()) {
      DocumentId document = head.getKey();
      text.append(separator).append('[').append(JsonText.quote(document.collection()));
      text.append(',').append(JsonText.quote(document.id()));
      text.append(',').append((long) head.getValue()).append(']');
      separator = ",";
    }
    return text.append("]}").toString();
  }
}
