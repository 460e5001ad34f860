package io.collabee.impl.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.impl.json.JsonText;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The fuzz targets on what they begin with, and on whatever was found. */
class TargetsTest {
  @ParameterizedTest
  @EnumSource
  void whatTheyBeginWithIsTaken(Target target) {
    for (byte[] seed : target.seeds()) {
      run(target, seed);
    }

    assertThat(target.seeds()).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void whatWasFoundStaysMended(Target target) throws IOException {
    for (byte[] input : target.found()) {
      run(target, input);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anyBytesAreTakenOrRefused(Target target) {
    Random random = new Random(1);
    for (int i = 0; i < 300; i++) {
      byte[] input = new byte[random.nextInt(60)];
      random.nextBytes(input);
      run(target, input);
    }
  }

  private static void run(Target target, byte[] input) {
    try {
      target.run(input);
    } catch (Throwable e) {
      throw new AssertionError(target + " fails with " + HexFormat.of().formatHex(input), e);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "[true,false,[],{}]",
        "[0,-1,127,1000000000000,0.5,-1e300]",
        "{\"op\":[{\"p\":[\"é\",\"\uD83D\uDE00\"]}],\"\":\"\"}"
      })
  void valuesAreReadFromTheBytesTheyAreWrittenAs(String json) {
    JsonValue value = JsonText.parse(json);

    assertThat(JsonText.write(JsonBytes.decode(JsonBytes.encode(value))))
        .isEqualTo(JsonText.write(value));
  }

  @Test
  void anyBytesAreAValueThatIsNotTooDeep() {
    byte[] deep = new byte[10_000];
    Arrays.fill(deep, (byte) 9);

    assertThat(JsonText.parse(JsonText.writeKept(JsonBytes.decode(deep)))).isNotNull();
    assertThat(JsonBytes.decode(new byte[0])).isEqualTo(JsonValue.NULL);
  }
}
