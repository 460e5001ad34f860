package io.collabee.impl.binary;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * Whole numbers in as few bytes as they need: seven bits a byte, the lowest first, the high bit set
 * in all but the last (the varints of Protocol Buffers).
 */
public final class Varint {
  private Varint() {}

  /** Writes a number in 1 to 9 bytes; one below 0 is taken for unsigned, and takes 10. */
  public static void write(long number, ByteArrayOutputStream out) {
    long rest = number;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  /**
   * Reads a number.
   *
   * @throws BufferUnderflowException if it does not end within the bytes
   * @throws IllegalArgumentException if it has more than 10 bytes
   */
  public static long read(ByteBuffer in) {
    long number = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = in.get();
      number |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return number;
      }
    }
    throw new IllegalArgumentException("A number of more than 10 bytes");
  }

  /** Writes a number that is near 0, on either side of it, in few bytes. */
  public static void writeSigned(long number, ByteArrayOutputStream out) {
    write(zigzag(number), out);
  }

  /** Reads what {@link #writeSigned} has written; throws what {@link #read} does. */
  public static long readSigned(ByteBuffer in) {
    return unzigzag(read(in));
  }

  /** 2n for n &ge; 0, -2n-1 for n &lt; 0. */
  public static long zigzag(long number) {
    return (number << 1) ^ (number >> 63);
  }

  /** What {@link #zigzag} gave this number for. */
  public static long unzigzag(long number) {
    return (number >>> 1) ^ -(number & 1);
  }
}
