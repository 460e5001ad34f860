package io.collabee.impl.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VarintTest {

  @ParameterizedTest
  @CsvSource({"0,1", "127,1", "128,2", "16383,2", "16384,3", "9223372036854775807,9", "-1,10"})
  void aNumberIsReadAsWrittenAndTakesAsFewBytesAsItNeeds(long number, int length) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    Varint.write(number, out);

    assertThat(out.size()).isEqualTo(length);
    assertThat(Varint.read(ByteBuffer.wrap(out.toByteArray()))).isEqualTo(number);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 9})
  void aNumberThatDoesNotEndIsRefused(int length) {
    assertThatThrownBy(() -> Varint.read(unended(length)))
        .isInstanceOf(BufferUnderflowException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 11})
  void aNumberThatIsTooLongIsRefused(int length) {
    assertThatThrownBy(() -> Varint.read(unended(length)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static ByteBuffer unended(int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) 0x80);
    return ByteBuffer.wrap(bytes);
  }
}
