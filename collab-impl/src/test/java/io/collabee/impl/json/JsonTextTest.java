package io.collabee.impl.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collabee.CollabException;
import io.collabee.ErrorCode;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        "[]",
        "{}",
        "\"\"",
        "0",
        "-7",
        "9007199254740993",
        "1.5",
        "1.0E300",
        "{\"b\":[1,{\"a\":null}],\"a\":\"\\u0000\\\"\\\\\"}",
        "\"é𝄞\""
      })
  void whatIsWrittenIsWhatWasRead(String text) {
    assertThat(JsonText.write(JsonText.parse(text))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"1.0, 1", "1e3, 1000", "-0, 0", "1e15, 1000000000000000", "0.10, 0.1"})
  void numbersAreWrittenAsJavaScriptDoes(String read, String written) {
    assertThat(JsonText.write(JsonText.parse(read))).isEqualTo(written);
  }

  @Test
  void aSurrogateWithoutItsPartnerIsWrittenAsAnEscape() {
    assertThat(JsonText.quote("a\ud834")).isEqualTo("\"a\\ud834\"");
    assertThat(JsonText.quote("\udd1eb")).isEqualTo("\"\\udd1eb\"");
    assertThat(JsonText.parse("\"\\ud834\"")).isEqualTo(JsonText.values().createValue("\ud834"));
  }

  @Test
  void aNameMayBeAsLongAsTheText() {
    String text = "{\"" + "k".repeat(1_000_000) + "\":1}";

    assertThat(JsonText.write(JsonText.parse(text))).isEqualTo(text);
  }

  /** Whoever picks names with equal hashes must not make a document unreadable. */
  @Test
  void namesOfOneHashAreRead() {
    // As 33 times one character more is one of the next less 33, so hash these pairs of characters.
    List<String> names = List.of("");
    for (int i = 0; i < 9; i++) {
      names = names.stream().flatMap(name -> Stream.of(name + "aZ", name + "b9")).toList();
    }
    String text =
        names.stream().map(name -> '"' + name + "\":1").collect(Collectors.joining(",", "{", "}"));

    assertThat(JsonText.parse(text).asJsonObject()).hasSize(512);
  }

  @Test
  void ofMembersOfOneNameTheLastCounts() {
    assertThat(JsonText.parse("{\"a\":1,\"a\":2}")).isEqualTo(JsonText.parse("{\"a\":2}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", "{", "[1,]", "{\"a\"}", "tru", "'a'", "NaN", "01", "\"\t\"", "1 2", "{} []",
        "1e999", "\"\\x\"", "// c\n1"
      })
  void whatIsNotOneValueIsRefused(String text) {
    refused(ErrorCode.ERR_MESSAGE_BADLY_FORMED, () -> JsonText.parse(text));
  }

  @Test
  void whatIsWrongIsToldWithoutTheText() {
    assertThatThrownBy(() -> JsonText.parse("{\"secret\":secret}"))
        .hasMessageNotContaining("secret")
        .hasMessageContaining("at character");
  }

  @Test
  void nestingHasALimit() {
    assertThat(JsonText.parse(nested(200))).isNotNull();
    refused(ErrorCode.ERR_MESSAGE_BADLY_FORMED, () -> JsonText.parse(nested(201)));
    refused(ErrorCode.ERR_MESSAGE_BADLY_FORMED, () -> JsonText.parse("[".repeat(1_000_000)));
  }

  @Test
  void whatIsKeptCanBeReadWithinTwoObjects() {
    JsonValue deepest = JsonText.parse(nested(198));

    String kept = JsonText.writeKept(deepest);

    assertThat(JsonText.parse("{\"create\":{\"data\":" + kept + "}}")).isNotNull();
    refused(ErrorCode.ERR_LIMIT_EXCEEDED, () -> JsonText.writeKept(JsonText.parse(nested(199))));
    JsonValue deeper = JsonValue.EMPTY_JSON_ARRAY;
    for (int i = 0; i < 5_000; i++) {
      deeper = JsonText.values().createArrayBuilder().add(deeper).build();
    }
    JsonValue tooDeep = deeper;
    refused(ErrorCode.ERR_LIMIT_EXCEEDED, () -> JsonText.writeKept(tooDeep));
  }

  private static String nested(int depth) {
    return "[".repeat(depth) + "]".repeat(depth);
  }

  private static void refused(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            CollabException.class, refused -> assertThat(refused.code()).isEqualTo(code));
  }
}
