package io.collabee.impl.render;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.collabee.DocumentId;
import io.collabee.Snapshot;
import io.collabee.impl.json.JsonText;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What people write who want a script of theirs to run in the browsers of others: the techniques of
 * OWASP's list of ways around filters, and of what was found in sanitisers since; each as whatever
 * a document can have it in.
 *
 * @param source as it is in the list
 * @param content a rich text with it
 */
public record Attacks(String source, JsonValue content) {
  private static final Forms FORMS = new Forms();
  private static final List<String> FORMATS =
      List.of(
          "link", "color", "background", "font", "size", "script", "bold", "code", "alt", "width");
  private static final List<String> LINE_FORMATS =
      List.of("header", "list", "align", "indent", "direction", "code-block", "blockquote");
  private static final List<String> EMBEDS = List.of("image", "video", "formula", "mention");

  /** Those of the list as they are. */
  public static List<JsonObject> listed() {
    try (InputStream in = Attacks.class.getResourceAsStream("attacks.jsonl")) {
      String all = new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
      return all.lines().map(line -> JsonText.parse(line).asJsonObject()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Contents that have one of them in one place. */
  public static List<Attacks> all() {
    List<Attacks> all = new ArrayList<>();
    for (JsonObject listed : listed()) {
      String text = listed.getString("text");
      all.add(new Attacks(text, FORMS.fromHtml(text)));
      all.add(new Attacks(text, FORMS.fromMarkdown(text)));
      all.add(new Attacks(text, content("x", EMBEDS, FORMATS, LINE_FORMATS, text)));
    }
    return all;
  }

  private static JsonValue content(
      String plain,
      List<String> embeds,
      List<String> formats,
      List<String> lineFormats,
      String text) {
    var ops = JsonText.values().createArrayBuilder().add(op(value(text), ""));
    for (String format : formats) {
      ops.add(op(value(plain), format, text));
    }
    for (String embed : embeds) {
      JsonObject value = JsonText.values().createObjectBuilder().add(embed, text).build();
      ops.add(op(value, "alt", text));
    }
    ops.add(op(JsonText.values().createObjectBuilder().add(named(text), text).build(), ""));
    for (String format : lineFormats) {
      ops.add(op(value(plain + "\n"), format, text));
    }
    ops.add(op(value(text + "\n"), "code-block", "java"));
    return JsonText.values().createObjectBuilder().add("ops", ops).build();
  }

  private static String named(String text) {
    return text.isEmpty() ? "x" : text;
  }

  private static JsonValue value(String text) {
    return JsonText.values().createValue(text);
  }

  private static JsonObjectBuilder op(JsonValue inserted, String format, String... value) {
    JsonObjectBuilder op = JsonText.values().createObjectBuilder().add("insert", inserted);
    if (!format.isEmpty()) {
      op.add("attributes", JsonText.values().createObjectBuilder().add(format, value[0]));
    }
    return op;
  }

  /** The content as the HTML that goes into a page. */
  public String html() {
    return FORMS.html(snapshot()).orElseThrow();
  }

  /** The content as Markdown, and that as HTML. */
  public String htmlByMarkdown() {
    JsonValue again = FORMS.fromMarkdown(FORMS.markdown(snapshot()).orElseThrow());
    return new Attacks(source, again).html();
  }

  private Snapshot snapshot() {
    return new Snapshot(
        DocumentId.of("c", "d"), 1, Optional.of("http://sharejs.org/types/rich-text/v1"), content);
  }
}
