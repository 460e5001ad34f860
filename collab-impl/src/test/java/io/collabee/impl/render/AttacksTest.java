package io.collabee.impl.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;

/** What is rendered has nothing active in it; what a browser makes of it, another test looks at. */
class AttacksTest {
  private static final Set<String> ELEMENTS =
      Set.of(
          "body",
          "h1",
          "h2",
          "h3",
          "h4",
          "h5",
          "h6",
          "p",
          "br",
          "blockquote",
          "pre",
          "code",
          "ul",
          "ol",
          "li",
          "a",
          "img",
          "span",
          "input",
          "strong",
          "em",
          "u",
          "s",
          "sub",
          "sup");
  private static final Set<String> ATTRIBUTES =
      Set.of(
          "class",
          "style",
          "dir",
          "href",
          "rel",
          "src",
          "alt",
          "width",
          "height",
          "type",
          "checked",
          "disabled");

  @Test
  void onlyKnownElementsWithKnownAttributesAreLeft() {
    List<String> wrong = new ArrayList<>();
    for (Attacks attack : Attacks.all()) {
      for (String html : List.of(attack.html(), attack.htmlByMarkdown())) {
        for (Element element : Jsoup.parse(html).body().getAllElements()) {
          boolean isKnown =
              ELEMENTS.contains(element.normalName())
                  && element.attributes().asList().stream()
                      .map(Attribute::getKey)
                      .allMatch(ATTRIBUTES::contains);
          if (!isKnown) {
            wrong.add(attack.source() + " -> " + html);
          }
        }
      }
    }

    assertThat(wrong).isEmpty();
  }

  @Test
  void theGateAloneStopsThemToo() {
    for (Attacks attack : Attacks.all()) {
      String passed = HtmlGate.passed(attack.source());

      assertThat(HtmlGate.passed(passed)).as(attack.source()).isEqualTo(passed);
      assertThat(Jsoup.parse(passed).select("script, iframe, svg, style, [onerror], [onload]"))
          .as(attack.source())
          .isEmpty();
    }
  }
}
