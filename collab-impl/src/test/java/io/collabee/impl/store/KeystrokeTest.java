package io.collabee.impl.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.impl.ot.Seeds;
import io.collabee.impl.store.Keystroke.Form;
import java.util.List;
import org.junit.jupiter.api.Test;

final class KeystrokeTest {
  @Test
  void insertionsAndDeletionsAtOnePlaceAreFound() {
    assertThat(Keystroke.of("\"op\":[\"x\"]")).contains(new Keystroke(Form.TEXT, 0, "x", 0));
    assertThat(Keystroke.of("\"op\":[12,\"é 😀\"]"))
        .contains(new Keystroke(Form.TEXT, 12, "é 😀", 0));
    assertThat(Keystroke.of("\"op\":[12,{\"d\":30}]"))
        .contains(new Keystroke(Form.TEXT, 12, "", 30));
    assertThat(Keystroke.of("\"op\":[{\"d\":0}]")).contains(new Keystroke(Form.TEXT, 0, "", 0));
    assertThat(Keystroke.of("\"op\":{\"ops\":[{\"retain\":7},{\"insert\":\"x\"}]}"))
        .contains(new Keystroke(Form.RICH_TEXT, 7, "x", 0));
    assertThat(Keystroke.of("\"op\":{\"ops\":[{\"delete\":2}]}"))
        .contains(new Keystroke(Form.RICH_TEXT, 0, "", 2));
  }

  @Test
  void othersAreNot() {
    List<String> others =
        List.of(
            "\"op\":[]",
            "\"op\":[12]",
            "\"op\":[\"\"]",
            "\"op\":[\"x\",\"y\"]",
            "\"op\":[\"x\",{\"d\":1}]",
            "\"op\":[1,2,\"x\"]",
            "\"op\":[01,\"x\"]",
            "\"op\":[{\"d\":01}]",
            "\"op\":[1234567890123456,\"x\"]",
            "\"op\":[{\"d\":1234567890123456}]",
            "\"op\":[{\"d\":\"x\"}]",
            "\"op\":[\"x\"",
            "\"op\":[\"x",
            "\"op\":[1,",
            "\"op\":[1",
            "\"op\":[\"x\"] ",
            "\"op\":{\"ops\":[]}",
            "\"op\":{\"ops\":[{\"insert\":\"x\",\"attributes\":{\"b\":1}}]}",
            "\"op\":{\"ops\":[{\"insert\":{\"image\":\"x\"}}]}");

    for (String other : others) {
      assertThat(Keystroke.of(other)).as(other).isEmpty();
    }
  }

  @Test
  void whatIsFoundComesTogetherAsTheSameCharacters() {
    Seeds.upTo(
        5_000,
        10,
        (random, size) -> {
          String payload = Payloads.random(random, random.nextInt(2_000));

          Keystroke.of(payload).ifPresent(found -> assertThat(found.payload()).isEqualTo(payload));
        });
    for (String payload : Payloads.OTHERS) {
      Keystroke.of(payload).ifPresent(found -> assertThat(found.payload()).isEqualTo(payload));
    }
  }
}
