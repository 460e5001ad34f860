package io.collabee.impl.store;

import io.collabee.impl.binary.Varint;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Columns of bytes, each deflated by itself, since what is in one is alike.
 *
 * <pre>
 * column = length deflated bytes
 * length   = unsigned   of the column
 * deflated = unsigned   number of bytes that follow; 0 if they are the column as it is
 * </pre>
 */
final class Columns {
  /** What deflating can make smaller at best, so that a length that lies costs no memory. */
  private static final int BEST_RATIO = 1032;

  private Columns() {}

  /** Writes one column after the other. */
  static final class Writer implements AutoCloseable {
    private final ByteArrayOutputStream out;
    private final Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);

    Writer(ByteArrayOutputStream out) {
      this.out = out;
    }

    void write(ByteArrayOutputStream column) {
      byte[] bytes = column.toByteArray();
      byte[] deflated = deflate(bytes);
      Varint.write(bytes.length, out);
      if (deflated.length < bytes.length) {
        Varint.write(deflated.length, out);
        out.writeBytes(deflated);
      } else if (bytes.length > 0) {
        Varint.write(0, out);
        out.writeBytes(bytes);
      }
    }

    private byte[] deflate(byte[] bytes) {
      deflater.reset();
      deflater.setInput(bytes);
      deflater.finish();
      byte[] deflated = new byte[bytes.length];
      // If it does not fit, it is not smaller.
      int length = deflater.deflate(deflated);
      return deflater.finished() ? Arrays.copyOf(deflated, length) : bytes;
    }

    @Override
    public void close() {
      deflater.end();
    }
  }

  /** Reads one column after the other. */
  static final class Reader implements AutoCloseable {
    private final ByteBuffer in;
    private final Inflater inflater = new Inflater(true);

    Reader(ByteBuffer in) {
      this.in = in;
    }

    /**
     * The next column.
     *
     * @throws BufferUnderflowException if there are not as many bytes as it should have
     * @throws IllegalArgumentException if it was not deflated by the writer
     */
    ByteBuffer read() {
      long length = Varint.read(in);
      long deflated = length == 0 ? 0 : Varint.read(in);
      if (deflated == 0) {
        return ByteBuffer.wrap(bytes(length));
      }
      if (length < 0 || length / BEST_RATIO > deflated) {
        throw new IllegalArgumentException("A column of " + length + " bytes");
      }
      return ByteBuffer.wrap(inflate(bytes(deflated), (int) length));
    }

    private byte[] bytes(long length) {
      if (length < 0 || length > in.remaining()) {
        throw new BufferUnderflowException();
      }
      byte[] bytes = new byte[(int) length];
      in.get(bytes);
      return bytes;
    }

    private byte[] inflate(byte[] deflated, int length) {
      inflater.reset();
      inflater.setInput(deflated);
      byte[] bytes = new byte[length];
      try {
        if (inflater.inflate(bytes) < length) {
          throw new IllegalArgumentException("A column ends early");
        }
      } catch (DataFormatException e) {
        throw new IllegalArgumentException("A column is not deflated", e);
      }
      return bytes;
    }

    @Override
    public void close() {
      inflater.end();
    }
  }
}
