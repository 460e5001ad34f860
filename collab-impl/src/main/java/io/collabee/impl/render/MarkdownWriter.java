package io.collabee.impl.render;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes the lines of a rich text as CommonMark, with GitHub's strikethrough and task lists. What
 * Markdown has no sign for and HTML an element, such as underlining, is written as that; colours,
 * alignment and empty lines are left out.
 *
 * <p>Whether an asterisk begins emphasis depends on what is on its other side; where that is not
 * white space, an edge of the line or punctuation of another kind, an element is written instead.
 */
final class MarkdownWriter {
  private static final Pattern SPECIAL = Pattern.compile("[\\\\`*_\\[\\]<>&~!|$]");
  private static final Pattern AT_START = Pattern.compile("([#+=>-]|[0-9]{1,9}[.)]).*");

  private final StringBuilder out = new StringBuilder();
  private final Deque<Item> items = new ArrayDeque<>();
  private String before = "";

  private MarkdownWriter() {}

  /**
   * An item that others may be nested in.
   *
   * @param isOrdered whether it has a number
   * @param number which
   * @param indent where its text begins
   */
  private record Item(boolean isOrdered, int number, int indent) {}

  static String markdown(List<Line> lines) {
    MarkdownWriter writer = new MarkdownWriter();
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      if (line.code().isPresent()) {
        int end = i + 1;
        while (end < lines.size() && lines.get(end).code().equals(line.code())) {
          end++;
        }
        writer.code(lines.subList(i, end), line.code().get());
        i = end - 1;
      } else if (line.list().isPresent()) {
        writer.item(line, line.list().get());
      } else {
        writer.block(line);
      }
    }
    return writer.out.toString();
  }

  /** Parts blocks of different kinds by an empty line. */
  private void begin(String kind) {
    boolean isInOne = kind.equals(before) && kind.equals("list");
    if (!before.isEmpty() && !isInOne) {
      out.append(kind.equals("quote") && before.equals("quote") ? ">\n" : "\n");
    }
    before = kind;
    if (!kind.equals("list")) {
      items.clear();
    }
  }

  private void code(List<Line> lines, String language) {
    begin("code");
    int longest = lines.stream().mapToInt(line -> longestTicks(line.plain())).max().orElse(0);
    String fence = "`".repeat(Math.max(3, longest + 1));
    out.append(fence);
    if (!language.equals("plain") && language.matches("[A-Za-z0-9+#_-]{1,40}")) {
      out.append(language);
    }
    out.append('\n');
    lines.forEach(line -> out.append(line.plain()).append('\n'));
    out.append(fence).append('\n');
  }

  private static int longestTicks(String text) {
    int longest = 0;
    int run = 0;
    for (int i = 0; i < text.length(); i++) {
      run = text.charAt(i) == '`' ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    return longest;
  }

  private void item(Line line, String kind) {
    begin("list");
    while (items.size() > line.indent() + 1) {
      items.removeLast();
    }
    boolean isOrdered = kind.equals("ordered");
    int number = 1;
    if (items.size() == line.indent() + 1) {
      Item previous = items.removeLast();
      number = isOrdered && previous.isOrdered ? previous.number + 1 : 1;
    }
    int indent = items.isEmpty() ? 0 : items.getLast().indent;
    String mark = isOrdered ? number + ". " : "- ";
    items.addLast(new Item(isOrdered, number, indent + mark.length()));
    out.append(" ".repeat(indent)).append(mark);
    if (kind.endsWith("checked")) {
      out.append(kind.equals("checked") ? "[x] " : "[ ] ");
    }
    out.append(pieces(line)).append('\n');
  }

  private void block(Line line) {
    if (line.pieces().isEmpty()) {
      return;
    }
    begin(line.isOn("blockquote") ? "quote" : "block");
    out.append(line.isOn("blockquote") ? "> " : "");
    if (line.heading() > 0) {
      out.append("#".repeat(line.heading())).append(' ');
    }
    out.append(pieces(line)).append('\n');
  }

  private static String pieces(Line line) {
    StringBuilder text = new StringBuilder();
    List<Piece> pieces = line.pieces();
    for (int i = 0; i < pieces.size(); i++) {
      piece(text, pieces.get(i), i + 1 < pieces.size() ? next(pieces.get(i + 1)) : ' ');
    }
    return guarded(text.toString());
  }

  /** With what the next piece begins: a sign, if it is not mere text. */
  private static char next(Piece piece) {
    boolean isPlain =
        piece.embed().isEmpty()
            && wraps(piece).isEmpty()
            && !piece.isOn("code")
            && piece.word("link").isEmpty();
    return isPlain ? piece.text().charAt(0) : '*';
  }

  /**
   * What stands around a piece.
   *
   * @param sign in Markdown; empty if it has none
   */
  private record Wrap(String sign, String element) {}

  private static List<Wrap> wraps(Piece piece) {
    List<Wrap> wraps = new ArrayList<>();
    if (piece.isOn("bold")) {
      wraps.add(new Wrap("**", "strong"));
    }
    if (piece.isOn("italic")) {
      wraps.add(new Wrap("*", "em"));
    }
    if (piece.isOn("strike")) {
      wraps.add(new Wrap("~~", "s"));
    }
    if (piece.isOn("underline")) {
      wraps.add(new Wrap("", "u"));
    }
    piece
        .word("script")
        .filter(script -> script.matches("sub|super"))
        .ifPresent(script -> wraps.add(new Wrap("", script.equals("sub") ? "sub" : "sup")));
    return wraps;
  }

  private static void piece(StringBuilder out, Piece piece, char next) {
    List<Wrap> wraps = wraps(piece);
    boolean hasSigns =
        wraps.size() == 1
            && isEdge(out.length() == 0 ? ' ' : out.charAt(out.length() - 1))
            && isEdge(next)
            && isLetter(piece.text());
    StringBuilder end = new StringBuilder();
    Optional<String> link = piece.word("link").filter(SafeUrls::isLink);
    for (Wrap wrap : wraps) {
      boolean isSign = hasSigns && !wrap.sign.isEmpty() && link.isEmpty();
      out.append(isSign ? wrap.sign : "<" + wrap.element + ">");
      end.insert(0, isSign ? wrap.sign : "</" + wrap.element + ">");
    }
    if (link.isPresent()) {
      out.append('[');
      end.insert(0, "](" + address(link.get()) + ")");
    }
    out.append(piece.embed().isPresent() ? embed(piece) : text(piece)).append(end);
  }

  /** Whether emphasis may begin after, or end before, this. */
  private static boolean isEdge(char c) {
    return Character.isWhitespace(c) || ".,;:!?()\"'".indexOf(c) >= 0;
  }

  private static boolean isLetter(String text) {
    return !text.isEmpty()
        && Character.isLetterOrDigit(text.charAt(0))
        && Character.isLetterOrDigit(text.charAt(text.length() - 1));
  }

  private static String text(Piece piece) {
    if (!piece.isOn("code")) {
      return SPECIAL.matcher(piece.text()).replaceAll("\\\\$0");
    }
    String text = piece.text();
    String fence = "`".repeat(longestTicks(text) + 1);
    boolean isPadded =
        text.startsWith("`")
            || text.endsWith("`")
            || (text.startsWith(" ") && text.endsWith(" ") && !text.isBlank());
    return fence + (isPadded ? " " + text + " " : text) + fence;
  }

  private static String embed(Piece piece) {
    Optional<String> image = piece.embedded("image").filter(SafeUrls::isImage);
    Optional<String> video = piece.embedded("video").filter(SafeUrls::isVideo);
    Optional<String> formula = piece.embedded("formula");
    if (image.isPresent()) {
      String shown = SPECIAL.matcher(piece.word("alt").orElse("")).replaceAll("\\\\$0");
      return "![" + shown.replaceAll("\\s+", " ") + "](" + address(image.get()) + ")";
    }
    if (video.isPresent()) {
      String shown = SPECIAL.matcher(video.get()).replaceAll("\\\\$0");
      return "[" + shown + "](" + address(video.get()) + ")";
    }
    String shown = formula.map(it -> "$" + it.replaceAll("\\s+", " ") + "$").orElse(piece.kind());
    return SPECIAL.matcher(shown).replaceAll("\\\\$0");
  }

  private static String address(String url) {
    return "<" + url.replace("\\", "%5C").replace("<", "%3C").replace(">", "%3E") + ">";
  }

  /** So that nothing at its ends makes another block of a line, or is passed over. */
  private static String guarded(String text) {
    Matcher start = AT_START.matcher(text);
    String guarded = text;
    if (start.matches()) {
      int sign = start.group(1).length() - 1;
      guarded = text.substring(0, sign) + "\\" + text.substring(sign);
    } else if (text.startsWith(" ") || text.startsWith("\t")) {
      guarded = (text.charAt(0) == ' ' ? "&#32;" : "&#9;") + text.substring(1);
    }
    if (guarded.endsWith(" ") || guarded.endsWith("\t")) {
      int last = guarded.length() - 1;
      guarded = guarded.substring(0, last) + (guarded.charAt(last) == ' ' ? "&#32;" : "&#9;");
    }
    // A heading may end with signs that are not of its text.
    return guarded.replaceAll("#$", "\\\\#");
  }
}
