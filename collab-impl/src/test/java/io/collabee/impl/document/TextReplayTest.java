package io.collabee.impl.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collabee.impl.json.JsonText;
import io.collabee.impl.ot.DocumentTypes;
import io.collabee.impl.ot.Seeds;
import io.collabee.impl.ot.TextCases;
import io.collabee.impl.ot.TextType;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many edits at once come to what they come to one by one. */
class TextReplayTest {
  private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
  private static final TextType TYPE = new TextType();
  private static final DocumentTypes TYPES = new DocumentTypes(List.of(TYPE));

  private final List<LoggedOperation> logged = new ArrayList<>();

  private void log(String payload) {
    int version = logged.size();
    logged.add(
        new LoggedOperation(
            version, "source", version + 1, "ann", START.plusSeconds(version), payload));
  }

  private void create(String text) {
    log("\"create\":{\"type\":\"%s\",\"data\":%s}".formatted(TYPE.uri(), JsonText.quote(text)));
  }

  private static String text(DocumentState state) {
    return state.content().orElseThrow().value().toString();
  }

  /** As each version is made of the one before. */
  private static DocumentState oneByOne(DocumentState start, List<LoggedOperation> operations) {
    return start.after(operations, TYPES, new ArrayList<>());
  }

  private DocumentState created() {
    return oneByOne(DocumentState.NEVER_EXISTED, logged.subList(0, 1));
  }

  @Test
  void manyEditsComeToWhatTheyComeToOneByOne() {
    TextCases cases = new TextCases();
    int[] understood = {0};
    Seeds.upTo(
        300,
        12,
        (random, size) -> {
          logged.clear();
          JsonValue text = cases.document(random, size);
          create(((JsonString) text).getString());
          while (logged.size() < 200) {
            if (random.nextInt(90) == 0) {
              text = TYPE.snapshotJson(TYPE.create(JsonValue.NULL));
              log("\"del\":true");
              create("");
            }
            JsonValue op = cases.operation(random, text, size);
            text = TYPE.snapshotJson(TYPE.apply(TYPE.snapshot(text), TYPE.operation(op)));
            log("\"op\":" + JsonText.write(op));
          }

          DocumentState many = DocumentState.NEVER_EXISTED.after(logged, TYPES);
          DocumentState expected = oneByOne(DocumentState.NEVER_EXISTED, logged);

          assertThat(text(many)).isEqualTo(text(expected));
          assertThat(many.version()).isEqualTo(expected.version());
          assertThat(many.time()).isEqualTo(expected.time());
          understood[0] += compareEach();
        });
    assertThat(understood[0]).isGreaterThan(5_000);
  }

  /** Goes on as long as it understands, and anew after that; how many it understood. */
  private int compareEach() {
    int understood = 0;
    DocumentState state = created();
    TextReplay replay = TextReplay.from(state).orElseThrow();
    for (int i = 1; i < logged.size(); i++) {
      List<LoggedOperation> next = logged.subList(i, i + 1);
      state = oneByOne(state, next);
      if (replay.goOn(next) == 1) {
        understood++;
        assertThat(text(replay.state())).isEqualTo(text(state));
      } else if (state.content().isPresent()) {
        replay = TextReplay.from(state).orElseThrow();
      }
    }
    return understood;
  }

  @Test
  void edgesOfTheTextAreReached() {
    create("middle");
    log("\"op\":[\"first \"]");
    log("\"op\":[12,\" last\"]");
    log("\"op\":[{\"d\":6}]");
    log("\"op\":[6,{\"d\":\" last\"}]");
    log("\"op\":[{\"d\":6},\"\\\"q\\\" \\\\ \\n\\t\"]");

    TextReplay replay = TextReplay.from(created()).orElseThrow();

    assertThat(replay.goOn(logged.subList(1, 6))).isEqualTo(5);
    assertThat(text(replay.state())).isEqualTo("\"q\" \\ \n\t");
    assertThat(replay.state().version()).isEqualTo(6);
    assertThat(replay.state().time()).isEqualTo(START.plusSeconds(5));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\"del\":true",
        "\"merged\":true",
        "\"op\":[2,\"x\"],\"rewritten\":true",
        "\"op\":[]",
        "\"op\":[2]",
        "\"op\":[2,3,\"x\"]",
        "\"op\":[0,\"x\"]",
        "\"op\":[\"\"]",
        "\"op\":[{\"d\":0}]",
        "\"op\":[2,{\"d\":2}]",
        "\"op\":[4,\"x\"]",
        "\"op\":[1.0,\"x\"]",
        "\"op\":[01,\"x\"]",
        "\"op\":[-1,\"x\"]",
        "\"op\":[9999999999,\"x\"]",
        "\"op\":[\"\\u00e9\"]",
        "\"op\":[\"\uD83D\"]",
        "\"op\":[\"\uDE00\uD83D\"]",
        "\"op\":[\"x]",
        "\"op\":[\"x\"",
        "\"op\":[\"x\"]]"
      })
  void whatIsWrittenOtherwiseOrDoesNotFitIsLeftAlone(String payload) {
    create("abc");
    log(payload);

    TextReplay replay = TextReplay.from(created()).orElseThrow();

    assertThat(replay.goOn(logged.subList(1, 2))).isZero();
    assertThat(text(replay.state())).isEqualTo("abc");
    assertThat(replay.state().version()).isEqualTo(1);
  }

  @Test
  void otherTypesAndNoDocumentAreLeftAlone() {
    assertThat(TextReplay.from(DocumentState.NEVER_EXISTED)).isEqualTo(Optional.empty());
  }

  @Test
  void aGapInTheLogIsNoticed() {
    create("");
    for (int i = 0; i < 300; i++) {
      log("\"op\":[\"x\"]");
    }
    logged.remove(170);

    assertThatThrownBy(() -> DocumentState.NEVER_EXISTED.after(logged, TYPES))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("The log goes on at version");
  }
}
