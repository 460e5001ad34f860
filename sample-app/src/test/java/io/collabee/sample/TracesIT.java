package io.collabee.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.abort;

import io.collabee.impl.json.JsonText;
import io.collabee.impl.ot.RichTextType;
import io.collabee.impl.ot.TextType;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.net.URI;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Real people's keystrokes through the running server. The traces are not part of the project:
 * where they are missing these tests are skipped and say so, and {@link TypistIT} goes the same
 * way.
 */
final class TracesIT {
  private static final URI SERVER = SharedServer.socket();

  @ParameterizedTest
  @ValueSource(strings = {"friendsforever", "clownschool"})
  void peopleWhoTypeAtOnceEndWithOneText(String name) {
    Trace trace = Trace.read(file(name + ".concurrent.json.gz"));
    String id = newText(name);

    TraceReplay.Result result = TraceReplay.run(SERVER, id, trace);

    report(name, trace, result);
    String content = text(atServer(id));
    assertThat(result.contents()).allMatch(seen -> text(seen).equals(content));
    assertThat(result.fetches()).isZero();
    assertThat(result.operations()).isLessThan(trace.edits().size());
    // Where two typed at one place the trace has an order of its own, and who then deleted by
    // position
    // deleted another letter: the texts are equal in size, give or take such letters.
    assertThat(content.length()).isCloseTo(trace.end().length(), within(20));
  }

  @ParameterizedTest
  @ValueSource(strings = {"automerge-paper", "rustcode"})
  void oneWhoTypesALongTextEndsWithTheTrace(String name) {
    Trace trace = Trace.read(file(name + ".json.gz"));
    String id = newText(name);

    TraceReplay.Result result = TraceReplay.run(SERVER, id, trace);

    report(name, trace, result);
    assertThat(text(result.contents().get(0)).equals(trace.end())).isTrue();
    assertThat(text(atServer(id)).equals(trace.end())).isTrue();
    assertThat(result.fetches()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"general", "insert-delete", "blocks", "basic-annotations"})
  void oneWhoFormatsARichTextEndsWithTheTrace(String name) {
    JsonObject trace = Trace.json(file("quill-" + name + ".json")).asJsonObject();
    RichTextType type = new RichTextType();
    String id = "quill-" + name + "-" + UUID.randomUUID();
    try (LiveClient writer = connected();
        LiveClient reader = connected()) {
      var written = writer.open(id, type);
      var read = reader.open(id, type);
      writer.until("the document is known", () -> written.version() == 0);
      written.create(JsonValue.EMPTY_JSON_ARRAY);

      for (JsonValue operation : trace.getJsonArray("transactions")) {
        written.edit(type.operation(operation));
        writer.catchUp();
      }
      writer.until("all is acknowledged", () -> !written.hasPending());
      reader.until("all has come", () -> read.version() == written.version());

      assertThat(written.json()).isEqualTo(trace.get("contents"));
      assertThat(read.json()).isEqualTo(trace.get("contents"));
      assertThat(atServer(id)).isEqualTo(trace.get("contents"));
    }
  }

  @Test
  void theTracesAreRead() {
    Trace trace = Trace.read(file("friendsforever_flat.json.gz"));
    assertThat(trace.edits()).hasSize(26_078);
    assertThat(trace.end()).hasSize(21_362);
  }

  private static Path file(String name) {
    Path file = Trace.directory().resolve(name);
    if (!file.toFile().exists()) {
      abort("There is no " + file + "; TypistIT tests the same path without recorded traces");
    }
    return file;
  }

  private static LiveClient connected() {
    LiveClient client = new LiveClient(SERVER);
    assertThat(client.connect()).isTrue();
    return client;
  }

  private static String newText(String name) {
    String id = name + "-" + UUID.randomUUID();
    try (LiveClient client = connected()) {
      var document = client.open(id, new TextType());
      client.until("the document is known", () -> document.version() == 0);
      document.create(JsonText.values().createValue(""));
      client.until("the document is made", () -> !document.hasPending());
    }
    return id;
  }

  private static JsonValue atServer(String id) {
    try (Reader reader = new Reader(SERVER)) {
      return reader.snapshot(id).getOrDefault("data", JsonValue.NULL);
    }
  }

  private static String text(JsonValue content) {
    return ((JsonString) content).getString();
  }

  private static void report(String name, Trace trace, TraceReplay.Result result) {
    System.out.printf(
        "%s: %d edits sent as %d operations, %d of others seen early%n",
        name, trace.edits().size(), result.operations(), result.early());
  }
}
