package io.collabee.impl.ot;

import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.impl.json.JsonText;
import io.collabee.spi.DocumentType;
import jakarta.json.JsonValue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the types say of the size of documents, which limits them. */
class DocumentSizeTest {

  static Stream<Arguments> types() {
    return Stream.of(
        Arguments.of(new TextCases()),
        Arguments.of(new RichTextCases()),
        Arguments.of(new Json0Cases(Json0Cases.Strings.PLAIN)));
  }

  @ParameterizedTest
  @MethodSource("types")
  <S, O> void itIsAboutThatOfTheJsonHoweverTheDocumentCameToBe(RandomCases<S, O> cases) {
    DocumentType<S, O> type = cases.type();
    Seeds.upTo(
        1_000,
        50,
        (random, size) -> {
          S content = type.snapshot(cases.document(random, size));
          for (int edit = 0; edit < 5; edit++) {
            JsonValue json = type.snapshotJson(content);
            content = type.apply(content, type.operation(cases.operation(random, json, 3)));
          }

          String json = JsonText.write(type.snapshotJson(content));
          assertThat(size(type, content))
              .as(json)
              .isBetween(json.length() / 2L - 16, json.length() * 3L + 16);
        });
  }

  @Test
  void whatIsLargeCountsWhereverItIs() {
    String large = "x".repeat(10_000);

    assertThat(size(new TextType(), "'" + large + "'")).isEqualTo(10_000);
    assertThat(size(new RichTextType(), "[{'insert':'" + large + "'}]")).isGreaterThan(10_000);
    assertThat(size(new RichTextType(), "[{'insert':{'image':'" + large + "'}}]"))
        .isGreaterThan(10_000);
    assertThat(size(new RichTextType(), "[{'insert':'a','attributes':{'a':['" + large + "']}}]"))
        .isGreaterThan(10_000);
    assertThat(size(new Json0Type(), "{'a':[1,['" + large + "']]}")).isGreaterThan(10_000);
    assertThat(size(new Json0Type(), "{'" + large + "':null}")).isGreaterThan(10_000);
    assertThat(size(new Json0Type(), "[" + "1,".repeat(5_000) + "1]")).isGreaterThan(10_000);
  }

  private static <S> long size(DocumentType<S, ?> type, String quoted) {
    return size(type, type.snapshot(JsonText.parse(quoted.replace('\'', '"'))));
  }

  private static <S> long size(DocumentType<S, ?> type, S content) {
    return type.size(content).orElseThrow();
  }
}
