package io.collabee.impl.render;

import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Entities;
import org.jsoup.safety.Cleaner;
import org.jsoup.safety.Safelist;

/**
 * Lets through of HTML only what can do nothing. {@link HtmlWriter} writes nothing else; this is
 * the last gate, should it err.
 */
final class HtmlGate {
  private static final Set<String> CLASSES =
      Set.of("ql-formula", "ql-video", "collab-embed", "collab-check");

  private HtmlGate() {}

  /** Jsoup's list, and what it does not look into. */
  private static final class Safe extends Safelist {
    private Safe() {
      addTags("h1", "h2", "h3", "h4", "h5", "h6", "p", "br", "blockquote", "pre", "code");
      addTags("ul", "ol", "li", "a", "img", "span", "input");
      addTags("strong", "em", "u", "s", "sub", "sup");
      addAttributes(":all", "class", "style", "dir");
      addAttributes("a", "href", "rel", "target");
      addAttributes("img", "src", "alt", "width", "height");
      addAttributes("input", "type", "checked", "disabled");
    }

    @Override
    public boolean isSafeAttribute(String tag, Element element, Attribute attribute) {
      return super.isSafeAttribute(tag, element, attribute) && isSafe(attribute);
    }

    private static boolean isSafe(Attribute attribute) {
      String value = attribute.getValue();
      return switch (attribute.getKey()) {
        case "href" -> SafeUrls.isLink(value);
        case "src" -> SafeUrls.isImage(value);
        case "style" -> Styles.isSafe(value);
        case "class" ->
            CLASSES.contains(value)
                || value.matches("language-[A-Za-z0-9+#_-]{1,40}|ql-indent-[1-8]");
        case "type" -> value.equals("checkbox");
        case "dir" -> value.equals("rtl");
        case "width", "height" -> value.matches("[0-9]{1,5}%?");
        default -> true;
      };
    }
  }

  static String passed(String html) {
    Document clean = new Cleaner(new Safe()).clean(Jsoup.parseBodyFragment(html));
    clean.outputSettings().prettyPrint(false).escapeMode(Entities.EscapeMode.xhtml);
    // A field that is not a box to tick could be filled in.
    clean.select("input:not([type=checkbox])").remove();
    return clean.body().html();
  }
}
