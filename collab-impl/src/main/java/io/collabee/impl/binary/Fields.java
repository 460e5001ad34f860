package io.collabee.impl.binary;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Small values one after the other, without names. What is read must have been written in the same
 * order; of bytes that were not, reading throws {@link BufferUnderflowException}, {@link
 * IllegalArgumentException}, {@link ArithmeticException} or {@link java.time.DateTimeException}.
 */
public final class Fields {
  private Fields() {}

  /** Writes a text: its length in bytes, and UTF-8. */
  public static void write(String text, ByteArrayOutputStream out) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Varint.write(bytes.length, out);
    out.writeBytes(bytes);
  }

  /** Reads a text. */
  public static String text(ByteBuffer in) {
    long length = Varint.read(in);
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[(int) length];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Writes a time, to the millisecond. */
  public static void write(Instant time, ByteArrayOutputStream out) {
    Varint.write(time.toEpochMilli(), out);
  }

  /** Reads a time. */
  public static Instant instant(ByteBuffer in) {
    return Instant.ofEpochMilli(Varint.read(in));
  }

  /** Writes yes or no. */
  public static void write(boolean isSo, ByteArrayOutputStream out) {
    out.write(isSo ? 1 : 0);
  }

  /** Reads yes or no. */
  public static boolean isSo(ByteBuffer in) {
    return in.get() == 1;
  }

  /** Writes what may be absent. */
  public static <T> void write(
      Optional<T> value, ByteArrayOutputStream out, BiConsumer<T, ByteArrayOutputStream> writer) {
    write(value.isPresent(), out);
    value.ifPresent(present -> writer.accept(present, out));
  }

  /** Reads what may be absent. */
  public static <T> Optional<T> optional(ByteBuffer in, Function<ByteBuffer, T> reader) {
    return isSo(in) ? Optional.of(reader.apply(in)) : Optional.empty();
  }

  /** Writes some texts. */
  public static void write(Set<String> texts, ByteArrayOutputStream out) {
    Varint.write(texts.size(), out);
    texts.forEach(text -> write(text, out));
  }

  /** Reads some texts. */
  public static Set<String> texts(ByteBuffer in) {
    Set<String> texts = new HashSet<>();
    for (long left = Varint.read(in); left > 0; left--) {
      texts.add(text(in));
    }
    return texts;
  }
}
