package io.collabee.impl.document;

import io.collabee.Operation;
import io.collabee.impl.json.JsonText;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Instant;

/**
 * A committed operation as the log keeps it.
 *
 * @param version the version it applies to, from 0; it takes the document to {@code version + 1}
 * @param source the client that made it
 * @param seq that client's own counter, from 1
 * @param author the verified principal's name, empty for nobody
 * @param time when it was committed, to the millisecond
 * @param payload what it does, as the members of a JSON object without its braces: {@code "op":…},
 *     {@code "create":{"type":…,"data":…}}, {@code "del":true}, or nothing. It is what the wire
 *     carries too.
 */
public record LoggedOperation(
    long version, String source, long seq, String author, Instant time, String payload) {

  /**
   * The payload of an operation that went into one before it, when history was thinned out. It does
   * nothing, and the version before it is not kept.
   */
  public static final String MERGED = "\"merged\":true";

  /**
   * What the payload of an operation ends with that was committed together with a change of what is
   * before it. Nobody should keep in memory what he had read before it.
   */
  public static final String REWRITTEN = "\"rewritten\":true";

  /** Whether it went into an operation before it. */
  public boolean isMerged() {
    return payload.equals(MERGED);
  }

  /** Whether what is before it was changed. */
  boolean endsRewriting() {
    return payload.endsWith(REWRITTEN);
  }

  /** The same with another payload. */
  public LoggedOperation with(String changed) {
    return new LoggedOperation(version, source, seq, author, time, changed);
  }

  /** Whether it is the same operation of the same client, wherever it was committed. */
  boolean isSameAs(LoggedOperation other) {
    return seq == other.seq && source.equals(other.source);
  }

  /**
   * What it does, read from the payload.
   *
   * @throws IllegalStateException if the payload is none
   */
  public Operation operation() {
    JsonObject members = JsonText.parse("{" + payload + "}").asJsonObject();
    if (members.containsKey("op")) {
      return new Operation.Edit(members.get("op"));
    }
    if (members.get("create") instanceof JsonObject create) {
      return new Operation.Create(
          create.getString("type"), create.getOrDefault("data", JsonValue.NULL));
    }
    if (members.containsKey("del")) {
      return new Operation.Delete();
    }
    if (members.isEmpty() || members.containsKey("merged") || members.containsKey("rewritten")) {
      return new Operation.None();
    }
    throw new IllegalStateException("An operation in the log has none of op, create and del");
  }
}
