package io.collabee.sample;

import static jakarta.json.JsonValue.NULL;
import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.impl.ot.Json0Type;
import io.collabee.impl.ot.RichTextType;
import io.collabee.impl.ot.TextType;
import io.collabee.impl.simulated.SimulatedDocument;
import io.collabee.spi.DocumentType;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** A document that several clients have open, and what must be true of it in the end. */
final class SharedDocument<S, O> {
  private final String id = UUID.randomUUID().toString();
  private final List<SimulatedDocument<S, O>> copies = new CopyOnWriteArrayList<>();
  private final DocumentType<S, O> type;
  private final RandomEdits edits;

  private SharedDocument(DocumentType<S, O> type, RandomEdits edits) {
    this.type = type;
    this.edits = edits;
  }

  static SharedDocument<?, ?> text() {
    return new SharedDocument<>(new TextType(), RandomEdits.TEXT);
  }

  static SharedDocument<?, ?> richText() {
    return new SharedDocument<>(new RichTextType(), RandomEdits.RICH_TEXT);
  }

  static SharedDocument<?, ?> json() {
    return new SharedDocument<>(new Json0Type(), RandomEdits.JSON0);
  }

  /** Opens it in a connected client; the first who does makes it. */
  Copy open(LiveClient client) {
    SimulatedDocument<S, O> copy = client.open(id, type);
    client.until("the document is known", () -> copy.version() >= 0);
    if (copy.version() == 0) {
      copy.create(edits.start());
      client.until("the document is made", () -> !copy.hasPending());
    }
    copies.add(copy);
    return new Copy(client, copy);
  }

  /** A client's copy; belongs to the client's thread. */
  final class Copy {
    private final LiveClient client;
    private final SimulatedDocument<S, O> document;

    Copy(LiveClient client, SimulatedDocument<S, O> document) {
      this.client = client;
      this.document = document;
    }

    /** Does something to it; nothing while its content is being fetched anew. */
    void edit(Random random) {
      if (document.content().isPresent()) {
        document.edit(type.operation(edits.edit(document.json(), random)));
      }
    }

    /**
     * Waits until the server has all of this client.
     *
     * @param reconnect called again and again, to connect the client if it is not
     */
    void untilAcknowledged(Runnable reconnect) {
      client.until(
          "all is acknowledged",
          () -> {
            reconnect.run();
            return client.client().isReady() && !document.hasPending();
          });
    }

    boolean hasPending() {
      return document.hasPending();
    }

    /**
     * Waits until this client has what the server has.
     *
     * @param reconnect called again and again, to connect the client if it is not
     */
    void untilAtVersion(long version, Runnable reconnect) {
      client.until(
          "all has come",
          () -> {
            reconnect.run();
            return document.version() == version;
          });
    }
  }

  /** The document's newest version at a server. */
  long head(URI server) {
    try (Reader reader = new Reader(server)) {
      return reader.snapshot(id).getJsonNumber("v").longValueExact();
    }
  }

  /**
   * Looks for what is wrong, when all is acknowledged and has come: the log has every acknowledged
   * operation once and where it was said to be, and those of a client in the order in which it made
   * them; no edit was refused; and the log applied from the start, the content that each server
   * gives, and all copies come to the same.
   */
  Findings check(List<URI> servers) {
    Findings findings = new Findings();
    JsonValue content = NULL;
    for (URI server : servers) {
      try (Reader reader = new Reader(server)) {
        List<JsonObject> log = reader.operations(id);
        Map<String, Integer> versions = checkedLog(log, findings);
        checkAcknowledged(versions, findings);
        content = replayed(log);
        findings.same(content, reader.snapshot(id).getOrDefault("data", NULL), "snapshot of " + id);
      }
    }
    for (SimulatedDocument<S, O> copy : copies) {
      copy.refused().forEach(findings::refused);
      findings.same(content, copy.json(), "a client's copy of " + id);
    }
    return findings;
  }

  /** Where in the log each operation is. */
  private Map<String, Integer> checkedLog(List<JsonObject> log, Findings findings) {
    Map<String, Integer> versions = new HashMap<>();
    Map<String, Integer> newest = new HashMap<>();
    for (int version = 0; version < log.size(); version++) {
      JsonObject operation = log.get(version);
      assertThat(operation.getInt("v")).isEqualTo(version);
      String source = operation.getString("src");
      int seq = operation.getInt("seq");
      if (versions.put(source + ':' + seq, version) != null) {
        findings.doubled(operation);
      } else if (newest.getOrDefault(source, 0) > seq) {
        findings.misordered(operation);
      }
      newest.merge(source, seq, Math::max);
    }
    return versions;
  }

  private void checkAcknowledged(Map<String, Integer> versions, Findings findings) {
    for (SimulatedDocument<S, O> copy : copies) {
      for (SimulatedDocument.Acknowledged ack : copy.acknowledged()) {
        Integer version = versions.get(ack.source() + ':' + ack.seq());
        if (version == null || version != ack.version()) {
          findings.lost(ack, version);
        }
      }
    }
  }

  private JsonValue replayed(List<JsonObject> log) {
    S content = type.create(log.get(0).getJsonObject("create").getOrDefault("data", NULL));
    for (JsonObject operation : log.subList(1, log.size())) {
      content = type.apply(content, type.operation(operation.getOrDefault("op", NULL)));
    }
    return type.snapshotJson(content);
  }

  /** How many operations were acknowledged. */
  int acknowledged() {
    return copies.stream().mapToInt(copy -> copy.acknowledged().size()).sum();
  }
}
