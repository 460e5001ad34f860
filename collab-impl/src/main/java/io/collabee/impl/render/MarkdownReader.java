package io.collabee.impl.render;

import io.collabee.impl.json.JsonText;
import jakarta.json.JsonValue;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.strikethrough.Strikethrough;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.CustomNode;
import org.commonmark.node.Emphasis;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;

/**
 * Reads CommonMark, with GitHub's strikethrough and task lists, as the lines of a rich text. Blocks
 * of HTML are read as HTML is; of HTML within lines the elements that {@link MarkdownWriter} writes
 * count, and the others are text.
 */
final class MarkdownReader extends AbstractVisitor {
  /** Each line of a text is compared with all blocks that are open there. */
  private static final int MOST_OPEN = 100;

  private static final Parser PARSER =
      Parser.builder()
          .extensions(List.of(StrikethroughExtension.create()))
          .maxOpenBlockParsers(MOST_OPEN)
          .build();
  private static final int DEEPEST = 200;
  private static final Pattern TASK = Pattern.compile("\\[([ xX])\\] (.*)", Pattern.DOTALL);
  private static final Pattern ELEMENT = Pattern.compile("<(/?)([a-zA-Z]+)\\s*/?>");
  private static final Map<String, Map.Entry<String, JsonValue>> ELEMENTS =
      Map.ofEntries(
          Map.entry("u", Map.entry("underline", JsonValue.TRUE)),
          Map.entry("ins", Map.entry("underline", JsonValue.TRUE)),
          Map.entry("b", Map.entry("bold", JsonValue.TRUE)),
          Map.entry("strong", Map.entry("bold", JsonValue.TRUE)),
          Map.entry("i", Map.entry("italic", JsonValue.TRUE)),
          Map.entry("em", Map.entry("italic", JsonValue.TRUE)),
          Map.entry("s", Map.entry("strike", JsonValue.TRUE)),
          Map.entry("del", Map.entry("strike", JsonValue.TRUE)),
          Map.entry("code", Map.entry("code", JsonValue.TRUE)),
          Map.entry("sub", Map.entry("script", word("sub"))),
          Map.entry("sup", Map.entry("script", word("super"))));

  private final Lines lines = new Lines();
  private final SortedMap<String, JsonValue> inline = new TreeMap<>();
  private SortedMap<String, JsonValue> block = new TreeMap<>();
  private final Deque<String> lists = new ArrayDeque<>();

  private int depth;

  private MarkdownReader() {}

  static List<Line> lines(String markdown) {
    Angles.requireCheap(markdown);
    MarkdownReader reader = new MarkdownReader();
    PARSER.parse(markdown).accept(reader);
    return reader.lines.done();
  }

  /** What is nested deeper than anybody writes is left out, and that can be seen. */
  @Override
  protected void visitChildren(Node parent) {
    if (depth == DEEPEST) {
      lines.keep("[\u2026]", inline);
      return;
    }
    depth++;
    super.visitChildren(parent);
    depth--;
  }

  private static JsonValue word(String text) {
    return JsonText.values().createValue(text);
  }

  /** Reads what is within with another format for lines. */
  private void within(Consumer<SortedMap<String, JsonValue>> change, Runnable reading) {
    SortedMap<String, JsonValue> outer = block;
    SortedMap<String, JsonValue> inner = new TreeMap<>(outer);
    change.accept(inner);
    lines.endIfAny();
    block = inner;
    lines.format(inner);
    reading.run();
    lines.endIfAny();
    block = outer;
    lines.format(outer);
    inline.clear();
  }

  @Override
  public void visit(Paragraph paragraph) {
    within(same -> {}, () -> visitChildren(paragraph));
  }

  @Override
  public void visit(Heading heading) {
    JsonValue level = JsonText.values().createValue(heading.getLevel());
    within(formats -> formats.put("header", level), () -> visitChildren(heading));
  }

  @Override
  public void visit(BlockQuote quote) {
    within(formats -> formats.put("blockquote", JsonValue.TRUE), () -> visitChildren(quote));
  }

  @Override
  public void visit(BulletList list) {
    list(list, "bullet");
  }

  @Override
  public void visit(OrderedList list) {
    list(list, "ordered");
  }

  private void list(Node list, String kind) {
    lists.addLast(kind);
    visitChildren(list);
    lists.removeLast();
  }

  @Override
  public void visit(ListItem item) {
    String kind = kind(item, String.valueOf(lists.peekLast()));
    within(
        formats -> {
          formats.clear();
          formats.put("list", word(kind));
          if (lists.size() > 1) {
            formats.put("indent", JsonText.values().createValue(Math.min(8, lists.size() - 1)));
          }
        },
        () -> {
          if (item.getFirstChild() == null) {
            lines.end();
          }
          visitChildren(item);
        });
  }

  /** Takes the mark of a task off its text. */
  private static String kind(ListItem item, String otherwise) {
    if (item.getFirstChild() instanceof Paragraph paragraph
        && paragraph.getFirstChild() instanceof Text text) {
      Matcher task = TASK.matcher(text.getLiteral());
      if (task.matches()) {
        text.setLiteral(task.group(2));
        return task.group(1).equals(" ") ? "unchecked" : "checked";
      }
      if (text.getLiteral().matches("\\[[ xX]\\] ?")) {
        boolean isOpen = text.getLiteral().charAt(1) == ' ';
        text.unlink();
        return isOpen ? "unchecked" : "checked";
      }
    }
    return otherwise;
  }

  @Override
  public void visit(FencedCodeBlock code) {
    String info = String.valueOf(code.getInfo()).strip().split("\\s", 2)[0];
    boolean hasLanguage = code.getInfo() != null && info.matches("[A-Za-z0-9+#_-]{1,40}");
    code(code.getLiteral(), hasLanguage ? word(info) : JsonValue.TRUE);
  }

  @Override
  public void visit(IndentedCodeBlock code) {
    code(code.getLiteral(), JsonValue.TRUE);
  }

  private void code(String literal, JsonValue language) {
    String text = literal.endsWith("\n") ? literal.substring(0, literal.length() - 1) : literal;
    within(
        formats -> {
          formats.clear();
          formats.put("code-block", language);
        },
        () -> {
          lines.keep(text, Map.of());
          lines.end();
        });
  }

  @Override
  public void visit(HtmlBlock html) {
    lines.endIfAny();
    HtmlReader.into(lines, html.getLiteral());
    lines.format(block);
  }

  @Override
  public void visit(Text text) {
    lines.keep(text.getLiteral(), inline);
  }

  @Override
  public void visit(SoftLineBreak end) {
    lines.keep(" ", inline);
  }

  @Override
  public void visit(HardLineBreak end) {
    lines.end();
  }

  @Override
  public void visit(StrongEmphasis strong) {
    formatted("bold", JsonValue.TRUE, strong);
  }

  @Override
  public void visit(Emphasis emphasis) {
    formatted("italic", JsonValue.TRUE, emphasis);
  }

  @Override
  public void visit(CustomNode node) {
    if (node instanceof Strikethrough) {
      formatted("strike", JsonValue.TRUE, node);
    } else {
      visitChildren(node);
    }
  }

  @Override
  public void visit(Link link) {
    if (SafeUrls.isLink(link.getDestination())) {
      formatted("link", word(link.getDestination()), link);
    } else {
      visitChildren(link);
    }
  }

  @Override
  public void visit(Code code) {
    SortedMap<String, JsonValue> formats = new TreeMap<>(inline);
    formats.put("code", JsonValue.TRUE);
    lines.keep(code.getLiteral(), formats);
  }

  @Override
  public void visit(Image image) {
    String alt = text(image, 0);
    if (!SafeUrls.isImage(image.getDestination())) {
      lines.keep(alt.isBlank() ? "[image]" : alt, inline);
      return;
    }
    SortedMap<String, JsonValue> formats = new TreeMap<>(inline);
    if (image.getFirstChild() != null) {
      formats.put("alt", word(alt));
    }
    lines.embed(
        JsonText.values().createObjectBuilder().add("image", image.getDestination()).build(),
        formats);
  }

  private static String text(Node node, int depth) {
    StringBuilder text = new StringBuilder();
    for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
      if (child instanceof Text literal) {
        text.append(literal.getLiteral());
      } else if (depth < DEEPEST) {
        text.append(text(child, depth + 1));
      }
    }
    return text.toString();
  }

  private void formatted(String name, JsonValue value, Node node) {
    JsonValue outer = inline.put(name, value);
    visitChildren(node);
    if (outer == null) {
      inline.remove(name);
    } else {
      inline.put(name, outer);
    }
  }

  @Override
  public void visit(HtmlInline html) {
    Matcher element = ELEMENT.matcher(html.getLiteral());
    String name = element.matches() ? element.group(2).toLowerCase(Locale.ROOT) : "";
    if (name.equals("br")) {
      lines.end();
    } else if (!ELEMENTS.containsKey(name)) {
      lines.keep(html.getLiteral(), inline);
    } else if (element.group(1).isEmpty()) {
      inline.put(ELEMENTS.get(name).getKey(), ELEMENTS.get(name).getValue());
    } else {
      inline.remove(ELEMENTS.get(name).getKey());
    }
  }
}
