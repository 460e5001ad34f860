package io.collabee.impl.render;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Writes the lines of a rich text as HTML: elements by meaning, nested lists by indentation, code
 * and quotations together; and as inline styles what has no element. A format that is not known
 * leaves its text as it is. In the place of an embed that is not known, or of a picture at an
 * address that is not safe, stands what kind of thing it is.
 */
final class HtmlWriter {
  private static final Map<String, String> SIZES =
      Map.of("small", "0.75em", "large", "1.5em", "huge", "2.5em");
  private static final int EM_A_STEP = 3;

  private final StringBuilder out = new StringBuilder();
  private final Deque<String> openLists = new ArrayDeque<>();
  private Optional<String> openCode = Optional.empty();
  private boolean isInQuote;

  private HtmlWriter() {}

  static String html(List<Line> lines) {
    HtmlWriter writer = new HtmlWriter();
    lines.forEach(writer::line);
    writer.closeAll();
    return HtmlGate.passed(writer.out.toString());
  }

  private void line(Line line) {
    if (line.code().isPresent()) {
      code(line, line.code().get());
    } else if (line.list().isPresent()) {
      item(line, line.list().get());
    } else {
      block(line);
    }
  }

  private void closeAll() {
    closeLists(0);
    closeCode();
    closeQuote();
  }

  private void code(Line line, String language) {
    if (!openCode.equals(Optional.of(language))) {
      closeAll();
      String name = language.matches("[A-Za-z0-9+#_-]{1,40}") ? language : "plain";
      out.append("<pre><code");
      if (!name.equals("plain")) {
        out.append(" class=\"language-").append(name).append('"');
      }
      out.append('>');
      openCode = Optional.of(language);
    }
    out.append(escaped(line.plain())).append('\n');
  }

  private void closeCode() {
    if (openCode.isPresent()) {
      out.append("</code></pre>");
      openCode = Optional.empty();
    }
  }

  private void closeQuote() {
    if (isInQuote) {
      out.append("</blockquote>");
      isInQuote = false;
    }
  }

  private void item(Line line, String kind) {
    closeCode();
    closeQuote();
    String element = kind.equals("ordered") ? "ol" : "ul";
    int depth = Math.min(line.indent() + 1, openLists.size() + 1);
    closeLists(depth);
    if (openLists.size() == depth && !openLists.getLast().equals(element)) {
      closeLists(depth - 1);
    }
    if (openLists.size() == depth) {
      out.append("</li>");
    } else {
      out.append('<').append(element).append('>');
      openLists.addLast(element);
    }
    out.append("<li");
    // An item that is indented by more than one step from the one before says so itself.
    attributes(line, line.indent() == depth - 1 ? 0 : line.indent());
    out.append('>');
    if (kind.endsWith("checked")) {
      out.append("<input type=\"checkbox\" disabled")
          .append(kind.equals("checked") ? " checked>" : ">");
    }
    pieces(line);
  }

  private void closeLists(int depth) {
    while (openLists.size() > depth) {
      out.append("</li></").append(openLists.removeLast()).append('>');
    }
  }

  private void block(Line line) {
    closeLists(0);
    closeCode();
    if (line.isOn("blockquote") != isInQuote) {
      closeQuote();
      if (line.isOn("blockquote")) {
        out.append("<blockquote>");
        isInQuote = true;
      }
    }
    String element = line.heading() > 0 ? "h" + line.heading() : "p";
    out.append('<').append(element);
    attributes(line, line.indent());
    out.append('>');
    pieces(line);
    out.append("</").append(element).append('>');
  }

  private void attributes(Line line, int indent) {
    List<String> styles = new ArrayList<>();
    line.word("align")
        .filter(align -> align.matches("center|right|justify"))
        .ifPresent(align -> styles.add("text-align: " + align));
    if (indent > 0) {
      out.append(" class=\"ql-indent-").append(indent).append('"');
      styles.add("margin-left: " + EM_A_STEP * indent + "em");
    }
    if (hasCountingSpace(line)) {
      styles.add("white-space: pre-wrap");
    }
    if (line.word("direction").equals(Optional.of("rtl"))) {
      out.append(" dir=\"rtl\"");
    }
    style(styles);
  }

  private void style(List<String> styles) {
    if (!styles.isEmpty()) {
      out.append(" style=\"").append(String.join("; ", styles)).append('"');
    }
  }

  /** Whether there is white space that HTML would pass over. */
  private static boolean hasCountingSpace(Line line) {
    String text = line.plain();
    return text.contains("  ")
        || text.startsWith(" ")
        || text.endsWith(" ")
        || text.matches("(?s).*[\t\r\f].*");
  }

  private void pieces(Line line) {
    if (line.pieces().isEmpty()) {
      out.append("<br>");
    }
    line.pieces().forEach(this::piece);
  }

  private void piece(Piece piece) {
    Deque<String> open = new ArrayDeque<>();
    Optional<String> link = piece.word("link").filter(SafeUrls::isLink);
    if (link.isPresent()) {
      out.append("<a href=\"")
          .append(escaped(link.get()))
          .append("\" rel=\"noopener noreferrer\">");
      open.addLast("a");
    }
    List<String> styles = styles(piece);
    if (!styles.isEmpty()) {
      out.append("<span");
      style(styles);
      out.append('>');
      open.addLast("span");
    }
    for (String element : elements(piece)) {
      out.append('<').append(element).append('>');
      open.addLast(element);
    }
    if (piece.embed().isPresent()) {
      embed(piece);
    } else {
      out.append(escaped(piece.text()));
    }
    while (!open.isEmpty()) {
      out.append("</").append(open.removeLast()).append('>');
    }
  }

  private static List<String> elements(Piece piece) {
    List<String> elements = new ArrayList<>();
    if (piece.isOn("bold")) {
      elements.add("strong");
    }
    if (piece.isOn("italic")) {
      elements.add("em");
    }
    if (piece.isOn("underline")) {
      elements.add("u");
    }
    if (piece.isOn("strike")) {
      elements.add("s");
    }
    piece
        .word("script")
        .filter(script -> script.matches("sub|super"))
        .ifPresent(script -> elements.add(script.equals("sub") ? "sub" : "sup"));
    if (piece.isOn("code")) {
      elements.add("code");
    }
    return elements;
  }

  private static List<String> styles(Piece piece) {
    List<String> styles = new ArrayList<>();
    piece.word("color").filter(Styles::isColor).ifPresent(it -> styles.add("color: " + it));
    piece
        .word("background")
        .filter(Styles::isColor)
        .ifPresent(it -> styles.add("background-color: " + it));
    piece
        .word("font")
        .filter(font -> font.matches("serif|monospace"))
        .ifPresent(it -> styles.add("font-family: " + it));
    piece
        .word("size")
        .filter(SIZES::containsKey)
        .ifPresent(it -> styles.add("font-size: " + SIZES.get(it)));
    return styles;
  }

  private void embed(Piece piece) {
    Optional<String> image = piece.embedded("image").filter(SafeUrls::isImage);
    Optional<String> video = piece.embedded("video").filter(SafeUrls::isVideo);
    Optional<String> formula = piece.embedded("formula");
    if (image.isPresent()) {
      out.append("<img src=\"").append(escaped(image.get())).append('"');
      for (String name : List.of("alt", "width", "height")) {
        piece
            .word(name)
            .ifPresent(
                value ->
                    out.append(' ').append(name).append("=\"").append(escaped(value)).append('"'));
      }
      out.append('>');
    } else if (video.isPresent()) {
      String url = escaped(video.get());
      out.append("<a class=\"ql-video\" href=\"").append(url).append("\">").append(url);
      out.append("</a>");
    } else if (formula.isPresent()) {
      out.append("<span class=\"ql-formula\">").append(escaped(formula.get())).append("</span>");
    } else {
      out.append("<span class=\"collab-embed\">").append(escaped(piece.kind())).append("</span>");
    }
  }

  /** As it is written within an element or a quoted attribute. */
  static String escaped(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        case '\r' -> out.append("&#13;");
        case 0 -> out.append('\ufffd');
        default -> out.append(c);
      }
    }
    return out.toString();
  }

  /** The name of the size that is written so. */
  static Optional<String> size(String style) {
    return SIZES.entrySet().stream()
        .filter(each -> each.getValue().equals(style.toLowerCase(Locale.ROOT)))
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
