package io.collabee.impl.render;

import io.collabee.impl.json.JsonText;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;

/**
 * Reads HTML, of our own making, of an editor or of any page, as the lines of a rich text. What is
 * no text and has no format of ours, such as scripts, styles and fields, is left out.
 */
final class HtmlReader {
  private static final Set<String> LEFT_OUT =
      Set.of(
          "script",
          "style",
          "template",
          "noscript",
          "object",
          "embed",
          "applet",
          "svg",
          "math",
          "select",
          "textarea",
          "button",
          "audio",
          "video",
          "canvas",
          "head",
          "title",
          "frameset",
          "noframes",
          "noembed",
          "xmp",
          "plaintext",
          "listing");
  private static final Set<String> BLOCKS =
      Set.of(
          "p",
          "div",
          "h1",
          "h2",
          "h3",
          "h4",
          "h5",
          "h6",
          "ul",
          "ol",
          "li",
          "blockquote",
          "pre",
          "section",
          "article",
          "header",
          "footer",
          "main",
          "aside",
          "nav",
          "address",
          "figure",
          "figcaption",
          "table",
          "thead",
          "tbody",
          "tfoot",
          "tr",
          "caption",
          "dl",
          "dt",
          "dd",
          "hr",
          "form",
          "fieldset",
          "details",
          "summary",
          "center",
          "menu");
  private static final Map<String, String> INLINE =
      Map.ofEntries(
          Map.entry("b", "bold"),
          Map.entry("strong", "bold"),
          Map.entry("i", "italic"),
          Map.entry("em", "italic"),
          Map.entry("u", "underline"),
          Map.entry("ins", "underline"),
          Map.entry("s", "strike"),
          Map.entry("strike", "strike"),
          Map.entry("del", "strike"),
          Map.entry("code", "code"),
          Map.entry("kbd", "code"),
          Map.entry("samp", "code"),
          Map.entry("tt", "code"));

  private final Lines lines;

  private HtmlReader(Lines lines) {
    this.lines = lines;
  }

  /**
   * Where in the page one is.
   *
   * @param inline how text there is formatted
   * @param block how lines there are formatted
   * @param depth in how many lists
   * @param keepsSpace whether white space counts
   */
  private record Place(
      SortedMap<String, JsonValue> inline,
      SortedMap<String, JsonValue> block,
      int depth,
      boolean keepsSpace) {

    Place with(String name, JsonValue value) {
      SortedMap<String, JsonValue> more = new TreeMap<>(inline);
      more.put(name, value);
      return new Place(more, block, depth, keepsSpace);
    }

    Place without(String name) {
      SortedMap<String, JsonValue> fewer = new TreeMap<>(inline);
      fewer.remove(name);
      return new Place(fewer, block, depth, keepsSpace);
    }

    Place withLine(String name, JsonValue value) {
      SortedMap<String, JsonValue> more = new TreeMap<>(block);
      more.put(name, value);
      return new Place(inline, more, depth, keepsSpace);
    }

    Place deeper() {
      return new Place(inline, block, depth + 1, keepsSpace);
    }

    Place keepingSpace() {
      return new Place(inline, block, depth, true);
    }
  }

  static List<Line> lines(String html) {
    Lines lines = new Lines();
    into(lines, html);
    return lines.done();
  }

  /** Adds what a piece of HTML says. */
  static void into(Lines lines, String html) {
    lines.format(new TreeMap<>());
    new HtmlReader(lines)
        .children(Jsoup.parse(html).body(), new Place(new TreeMap<>(), new TreeMap<>(), 0, false));
    lines.endIfAny();
    lines.format(new TreeMap<>());
  }

  private void children(Node parent, Place place) {
    for (Node child : parent.childNodes()) {
      if (child instanceof TextNode text) {
        text(text.getWholeText(), place);
      } else if (child instanceof Element element) {
        element(element, place);
      }
    }
  }

  private void text(String text, Place place) {
    if (place.keepsSpace) {
      if (!text.isBlank() || !lines.isEmptyLine() || !text.contains("\n")) {
        // Line ends are what blocks make, not what is within them.
        lines.keep(text.replace('\n', ' '), place.inline);
      }
    } else {
      lines.flow(text, place.inline);
    }
  }

  private void element(Element element, Place place) {
    String name = element.normalName();
    if (LEFT_OUT.contains(name) || element.hasAttr("hidden")) {
      return;
    }
    if (name.equals("br")) {
      lines.end();
    } else if (isEmbed(element, name, place)) {
      return;
    } else if (name.equals("pre")) {
      code(element, place);
    } else if (BLOCKS.contains(name)) {
      block(element, name, place);
    } else {
      if (name.equals("td") || name.equals("th")) {
        if (!lines.isEmptyLine()) {
          lines.keep("\t", place.inline);
        }
      }
      children(element, inline(element, name, place));
    }
  }

  /** Begins and ends lines around what is within. */
  private void block(Element element, String name, Place place) {
    lines.endIfAny();
    Place within = styled(element, within(element, name, place));
    lines.format(within.block);
    int before = lines.count();
    children(element, within);
    if (name.equals("li") && lines.count() == before) {
      lines.end();
    }
    lines.endIfAny();
    lines.format(place.block);
  }

  private static Place within(Element element, String name, Place place) {
    Place within = place;
    if (name.matches("h[1-6]")) {
      within = within.withLine("header", number(name.charAt(1) - '0'));
    } else if (name.equals("blockquote")) {
      within = within.withLine("blockquote", JsonValue.TRUE);
    } else if (name.equals("ul") || name.equals("ol")) {
      return within.deeper();
    } else if (name.equals("li")) {
      within = item(element, within);
    }
    int indent = indent(element, name.equals("li") ? Math.max(0, place.depth - 1) : 0);
    return indent > 0 ? within.withLine("indent", number(indent)) : within;
  }

  private static int indent(Element element, int otherwise) {
    return element.classNames().stream()
        .filter(each -> each.matches("ql-indent-[1-8]"))
        .map(each -> each.charAt(each.length() - 1) - '0')
        .findFirst()
        .orElse(Math.min(otherwise, 8));
  }

  private static Place item(Element item, Place place) {
    // An item within an item has formats of its own.
    SortedMap<String, JsonValue> formats =
        place.block.containsKey("list") ? new TreeMap<>() : new TreeMap<>(place.block);
    formats.keySet().removeAll(Set.of("blockquote", "header", "indent"));
    formats.put("list", word(kind(item)));
    return new Place(place.inline, formats, place.depth, place.keepsSpace);
  }

  private static String kind(Element item) {
    String told = item.attr("data-list");
    if (told.matches("ordered|bullet|checked|unchecked")) {
      return told;
    }
    Element list = item.parent();
    String ticked = list == null ? "" : list.attr("data-checked");
    if (ticked.matches("true|false")) {
      return ticked.equals("true") ? "checked" : "unchecked";
    }
    Optional<Element> box = box(item);
    if (box.isPresent()) {
      return box.get().hasAttr("checked") ? "checked" : "unchecked";
    }
    return list != null && list.normalName().equals("ol") ? "ordered" : "bullet";
  }

  /** The box to tick that an item begins with, within paragraphs and labels too. */
  private static Optional<Element> box(Element item) {
    Node at = item;
    while (at instanceof Element element) {
      if (element.normalName().equals("input")) {
        return element.attr("type").equalsIgnoreCase("checkbox")
            ? Optional.of(element)
            : Optional.empty();
      }
      at =
          element.childNodes().stream()
              .filter(each -> !(each instanceof TextNode text && text.isBlank()))
              .findFirst()
              .orElse(null);
    }
    return Optional.empty();
  }

  private void code(Element pre, Place place) {
    lines.endIfAny();
    SortedMap<String, JsonValue> formats = new TreeMap<>();
    formats.put("code-block", language(pre));
    lines.format(formats);
    pre.select("br").forEach(each -> each.replaceWith(new TextNode("\n")));
    String text = pre.wholeText();
    lines.keep(text.endsWith("\n") ? text.substring(0, text.length() - 1) : text, Map.of());
    lines.end();
    lines.format(place.block);
  }

  private static JsonValue language(Element pre) {
    return pre.select("code").stream()
        .flatMap(code -> code.classNames().stream())
        .filter(each -> each.startsWith("language-"))
        .map(each -> word(each.substring("language-".length())))
        .findFirst()
        .orElse(JsonValue.TRUE);
  }

  private Place inline(Element element, String name, Place place) {
    Place within = place;
    if (INLINE.containsKey(name)) {
      within = within.with(INLINE.get(name), JsonValue.TRUE);
    } else if (name.equals("sub") || name.equals("sup")) {
      within = within.with("script", word(name.equals("sub") ? "sub" : "super"));
    } else if (name.equals("a") && SafeUrls.isLink(element.attr("href"))) {
      within = within.with("link", word(element.attr("href")));
    }
    return styled(element, within);
  }

  private static Place styled(Element element, Place place) {
    Place within = place;
    if (element.attr("dir").equals("rtl") && BLOCKS.contains(element.normalName())) {
      within = within.withLine("direction", word("rtl"));
    }
    for (Map.Entry<String, String> each : Styles.declarations(element.attr("style")).entrySet()) {
      within = styled(each.getKey(), each.getValue(), within);
    }
    return within;
  }

  private static Place styled(String property, String value, Place place) {
    return switch (property) {
      case "color" -> Styles.isColor(value) ? place.with("color", word(value)) : place;
      case "background-color" ->
          Styles.isColor(value) ? place.with("background", word(value)) : place;
      case "font-weight" -> weight(value, place);
      case "font-style" -> value.equals("italic") ? place.with("italic", JsonValue.TRUE) : place;
      case "text-decoration", "text-decoration-line" -> decoration(value, place);
      case "font-family" ->
          value.matches("serif|monospace") ? place.with("font", word(value)) : place;
      case "font-size" ->
          HtmlWriter.size(value).map(size -> place.with("size", word(size))).orElse(place);
      case "text-align" ->
          value.matches("center|right|justify") ? place.withLine("align", word(value)) : place;
      case "white-space" -> value.startsWith("pre") ? place.keepingSpace() : place;
      default -> place;
    };
  }

  private static Place weight(String value, Place place) {
    if (value.equals("normal") || value.matches("[1-5]00")) {
      return place.without("bold");
    }
    return value.matches("bold|bolder|[6-9]00") ? place.with("bold", JsonValue.TRUE) : place;
  }

  private static Place decoration(String value, Place place) {
    Place within = value.contains("underline") ? place.with("underline", JsonValue.TRUE) : place;
    return value.contains("line-through") ? within.with("strike", JsonValue.TRUE) : within;
  }

  private boolean isEmbed(Element element, String name, Place place) {
    if (name.equals("img")) {
      image(element, place);
    } else if (name.equals("iframe")) {
      video(element.attr("src"), place);
    } else if (name.equals("a") && element.hasClass("ql-video")) {
      video(element.attr("href"), place);
    } else if (element.hasClass("ql-formula")) {
      String value =
          element.hasAttr("data-value") ? element.attr("data-value") : element.wholeText();
      lines.embed(object("formula", value), inline(element, name, place).inline);
    } else {
      return name.equals("input");
    }
    return true;
  }

  private void image(Element element, Place place) {
    String source = element.attr("src");
    if (!SafeUrls.isImage(source)) {
      lines.flow(element.attr("alt").isBlank() ? "[image]" : element.attr("alt"), place.inline);
      return;
    }
    SortedMap<String, JsonValue> formats = new TreeMap<>(place.inline);
    for (String each : List.of("alt", "width", "height")) {
      if (element.hasAttr(each)) {
        formats.put(each, word(element.attr(each)));
      }
    }
    lines.embed(object("image", source), formats);
  }

  private void video(String source, Place place) {
    if (SafeUrls.isVideo(source)) {
      lines.embed(object("video", source), place.inline);
    } else {
      lines.flow("[video]", place.inline);
    }
  }

  private static JsonObject object(String name, String value) {
    return JsonText.values().createObjectBuilder().add(name, value).build();
  }

  private static JsonValue word(String text) {
    return JsonText.values().createValue(text);
  }

  private static JsonValue number(int number) {
    return JsonText.values().createValue(number);
  }
}
