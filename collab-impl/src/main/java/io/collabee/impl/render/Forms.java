package io.collabee.impl.render;

import io.collabee.Rendering;
import io.collabee.Snapshot;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The forms of the built-in types. */
public final class Forms implements Rendering {
  private static final String TEXT = "http://sharejs.org/types/text-unicode";
  private static final String RICH_TEXT = "http://sharejs.org/types/rich-text/v1";

  /** Forms. */
  public Forms() {}

  @Override
  public Optional<String> html(Snapshot snapshot) {
    return lines(snapshot).map(HtmlWriter::html);
  }

  @Override
  public Optional<String> markdown(Snapshot snapshot) {
    return lines(snapshot).map(MarkdownWriter::markdown);
  }

  @Override
  public Optional<String> text(Snapshot snapshot) {
    if (isOf(snapshot, TEXT)) {
      return Optional.of(((JsonString) snapshot.data()).getString());
    }
    return lines(snapshot)
        .map(
            lines -> lines.stream().map(line -> line.plain() + "\n").collect(Collectors.joining()));
  }

  @Override
  public JsonValue fromHtml(String html) {
    return Line.content(HtmlReader.lines(html));
  }

  @Override
  public JsonValue fromMarkdown(String markdown) {
    return Line.content(MarkdownReader.lines(markdown));
  }

  @Override
  public JsonValue fromText(String text) {
    Lines lines = new Lines();
    lines.keep(text.endsWith("\n") ? text.substring(0, text.length() - 1) : text, new TreeMap<>());
    lines.end();
    return Line.content(lines.done());
  }

  private static boolean isOf(Snapshot snapshot, String type) {
    return snapshot.type().equals(Optional.of(type));
  }

  private static Optional<List<Line>> lines(Snapshot snapshot) {
    if (isOf(snapshot, RICH_TEXT)) {
      return Optional.of(Line.of(snapshot.data()));
    }
    if (isOf(snapshot, TEXT)) {
      Lines lines = new Lines();
      lines.keep(((JsonString) snapshot.data()).getString(), new TreeMap<>());
      return Optional.of(lines.done());
    }
    return Optional.empty();
  }
}
