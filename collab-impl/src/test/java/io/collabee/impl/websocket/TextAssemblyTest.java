package io.collabee.impl.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextAssemblyTest {
  private final List<String> messages = new ArrayList<>();
  private final List<String> refusals = new ArrayList<>();
  private final TextAssembly assembly =
      new TextAssembly(10, messages::add, () -> refusals.add("too long"));

  @Test
  void partsMakeAMessage() {
    assembly.part("ab", false);
    assembly.part("", false);
    assembly.part("cd", true);
    assembly.part("whole", true);

    assertThat(messages).containsExactly("abcd", "whole");
  }

  @Test
  void whatIsTooLongIsRefusedOnceAndNothingIsTakenAfterIt() {
    assembly.part("1234567890", true);
    assembly.part("123456", false);
    assembly.part("78901", false);
    assembly.part("2", true);
    assembly.part("x", true);

    assertThat(messages).containsExactly("1234567890");
    assertThat(refusals).hasSize(1);
  }
}
