package io.collabee.impl.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.DocumentId;
import io.collabee.Snapshot;
import io.collabee.impl.json.JsonText;
import io.collabee.impl.ot.Seeds;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is written is read as what it was, as far as the form can tell. */
class FormsLawsTest {
  private static final String RICH_TEXT = "http://sharejs.org/types/rich-text/v1";
  private static final String[] WORDS = {
    "a",
    "Zebra",
    " ",
    "  ",
    "\t",
    "<b>",
    "&amp;",
    "&",
    "\"",
    "'",
    "`",
    "``",
    "*",
    "**",
    "_",
    "#",
    "- ",
    "1. ",
    "+ ",
    "> ",
    "~~",
    "[x](y)",
    "![i](j)",
    "]",
    "\\",
    "|",
    "$",
    "=",
    "---",
    "\u00e9",
    "\ud83d\ude00",
    "\u00a0",
    "http://e.org",
    "(",
    ")",
    ".",
    "!",
    "</p>",
    "<!--"
  };
  private static final String[] LINKS = {
    "https://example.org/?a=1&b=(2)", "mailto:a@example.org", "/relative", "#part", "x.html"
  };

  private final Forms forms = new Forms();

  @Test
  void htmlSaysAllThatIsSupported() {
    Seeds.upTo(
        2_000,
        12,
        (random, size) -> {
          JsonValue content = Line.content(lines(random, size, true));

          String html = forms.html(snapshot(content)).orElseThrow();

          assertThat(JsonText.write(forms.fromHtml(html)))
              .as(html)
              .isEqualTo(JsonText.write(content));
        });
  }

  @Test
  void markdownSaysWhatMarkdownHas() {
    Seeds.upTo(
        2_000,
        12,
        (random, size) -> {
          JsonValue content = Line.content(lines(random, size, false));

          String markdown = forms.markdown(snapshot(content)).orElseThrow();

          assertThat(JsonText.write(forms.fromMarkdown(markdown)))
              .as(markdown)
              .isEqualTo(JsonText.write(content));
        });
  }

  private static Snapshot snapshot(JsonValue content) {
    return new Snapshot(DocumentId.of("c", "d"), 1, Optional.of(RICH_TEXT), content);
  }

  private static List<Line> lines(Random random, int size, boolean isHtml) {
    List<Line> lines = new ArrayList<>();
    int deepest = 0;
    for (int i = 0; i < 1 + random.nextInt(size); i++) {
      SortedMap<String, JsonValue> formats = new TreeMap<>();
      switch (random.nextInt(6)) {
        case 0 -> formats.put("header", number(1 + random.nextInt(6)));
        case 1 -> formats.put("blockquote", JsonValue.TRUE);
        case 2 -> formats.put("code-block", random.nextBoolean() ? JsonValue.TRUE : word("java"));
        case 3 -> {
          formats.put("list", word(one(random, "ordered", "bullet", "checked", "unchecked")));
          int indent = random.nextInt(isHtml ? 9 : Math.min(deepest + 1, 9));
          if (indent > 0) {
            formats.put("indent", number(indent));
          }
          deepest = indent + 1;
        }
        default -> {}
      }
      if (!formats.containsKey("list")) {
        deepest = 0;
      }
      boolean isCode = formats.containsKey("code-block");
      if (isHtml && !isCode) {
        layout(random, formats);
      }
      lines.add(new Line(pieces(random, size, isHtml, isCode, formats.isEmpty()), formats));
    }
    return lines;
  }

  private static void layout(Random random, SortedMap<String, JsonValue> formats) {
    if (random.nextInt(4) == 0) {
      formats.put("align", word(one(random, "center", "right", "justify")));
    }
    if (random.nextInt(6) == 0) {
      formats.put("direction", word("rtl"));
    }
    if (random.nextInt(6) == 0) {
      formats.put("indent", number(1 + random.nextInt(8)));
    }
  }

  private static List<Piece> pieces(
      Random random, int size, boolean isHtml, boolean isCode, boolean isPlain) {
    List<Piece> pieces = new ArrayList<>();
    int least = isHtml || isCode ? 0 : 1;
    for (int i = 0; i < least + random.nextInt(size); i++) {
      SortedMap<String, JsonValue> formats = isCode ? new TreeMap<>() : formats(random, isHtml);
      if (!isCode && random.nextInt(10) == 0) {
        pieces.add(embed(random, formats, isHtml));
      } else {
        // Neighbours of one formatting are one, as in a content.
        String text = text(random, isHtml || isCode);
        if (pieces.isEmpty() || !pieces.get(pieces.size() - 1).formats().equals(formats)) {
          pieces.add(new Piece(text, Optional.empty(), formats));
        }
      }
    }
    // Markdown has no empty line that is not between blocks.
    return isPlain && pieces.isEmpty() && !isHtml
        ? List.of(new Piece("x", Optional.empty(), new TreeMap<>()))
        : pieces;
  }

  private static Piece embed(Random random, SortedMap<String, JsonValue> formats, boolean isHtml) {
    String kind = isHtml ? one(random, "image", "video", "formula") : "image";
    SortedMap<String, JsonValue> all = new TreeMap<>(formats);
    all.remove("link");
    all.remove("code");
    if (kind.equals("image")) {
      all.put("alt", word("An <image> \"of\" [x]"));
    }
    String value = kind.equals("formula") ? "a<b & c_1" : "https://example.org/x?y=1&z";
    JsonObject embedded = JsonText.values().createObjectBuilder().add(kind, value).build();
    return new Piece("", Optional.of(embedded), all);
  }

  private static SortedMap<String, JsonValue> formats(Random random, boolean isHtml) {
    SortedMap<String, JsonValue> formats = new TreeMap<>();
    for (String each : List.of("bold", "italic", "strike", "underline", "code")) {
      if (random.nextInt(4) == 0) {
        formats.put(each, JsonValue.TRUE);
      }
    }
    if (random.nextInt(6) == 0) {
      formats.put("script", word(one(random, "sub", "super")));
    }
    if (random.nextInt(6) == 0) {
      formats.put("link", word(one(random, LINKS)));
    }
    if (isHtml) {
      Map<String, String> styles =
          Map.of("color", "#a1b2c3", "background", "yellow", "font", "serif", "size", "huge");
      styles.forEach(
          (name, value) -> {
            if (random.nextInt(6) == 0) {
              formats.put(name, word(value));
            }
          });
    }
    return formats;
  }

  private static String text(Random random, boolean hasAll) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i <= random.nextInt(4); i++) {
      String word = one(random, WORDS);
      text.append(hasAll || !(word.equals("\t") || word.equals("\u00a0")) ? word : "w");
    }
    return text.toString();
  }

  private static String one(Random random, String... all) {
    return all[random.nextInt(all.length)];
  }

  private static JsonValue word(String text) {
    return JsonText.values().createValue(text);
  }

  private static JsonValue number(int number) {
    return JsonText.values().createValue(number);
  }
}
