package io.collabee.impl.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collabee.CollabException;
import io.collabee.ErrorCode;
import io.collabee.Rendering;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What is made to cost much costs as much as other texts do: a test that does not end has failed.
 */
class BombsTest {
  private static final int LENGTH = 1_000_000;

  private final Rendering forms = new Forms();

  @Test
  void whatIsNestedDeeperThanAnybodyWritesIsText() {
    String lists = "* ".repeat(LENGTH / 4) + "a" + "\n".repeat(LENGTH / 2);
    String quotes = ">".repeat(LENGTH / 2) + "a\n" + "b\n".repeat(LENGTH / 4);

    assertThat(forms.fromMarkdown(lists).toString()).contains("* * * a").doesNotContain("\u2026");
    assertThat(forms.fromMarkdown(quotes).toString()).contains(">>>a").doesNotContain("\u2026");
  }

  @Test
  void bracketsWithoutEndAreRefusedAndThoseWithOneAreRead() {
    for (String repeated : List.of("<", "<a ", "<!--", "<?", "<![CDATA[")) {
      String bomb = "a" + repeated.repeat(LENGTH / repeated.length());

      assertThatThrownBy(() -> forms.fromMarkdown(bomb))
          .as(repeated)
          .isInstanceOfSatisfying(
              CollabException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.ERR_LIMIT_EXCEEDED));
    }
    for (String repeated : List.of("a <b>c</b> ", "a < b\n\n", "a <!-- > --> ", "- 1 <\n\n")) {
      String text = repeated.repeat(LENGTH / 4 / repeated.length());

      assertThat(forms.fromMarkdown(text).toString()).as(repeated).isNotEmpty();
    }
  }

  @Test
  void whatIsRepeatedWithinALineIsRead() {
    for (String repeated :
        List.of("[", "![", "*a ", "a**b", "_a ", "*a **b _c ", "~~a ", "`a``", "[a](", "&")) {
      String bomb = repeated.repeat(LENGTH / repeated.length());

      assertThat(forms.fromMarkdown(bomb).toString()).as(repeated).isNotEmpty();
    }
  }
}
