package io.collabee.impl.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Reads Redis' protocol, versions 2 and 3, one value at a time. */
final class RespReader {
  private final InputStream in;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final List<String> words = new ArrayList<>();

  /** A reader of a stream, which had better be buffered. */
  RespReader(InputStream in) {
    this.in = in;
  }

  /**
   * The next value; waits for it.
   *
   * @throws EOFException if the stream has ended
   */
  RespFrame next() throws IOException {
    bytes.reset();
    words.clear();
    value();
    return new RespFrame(bytes.toByteArray(), words);
  }

  private void value() throws IOException {
    String line = line();
    String rest = line.substring(1);
    switch (line.charAt(0)) {
      case '$', '!', '=' -> blob(Integer.parseInt(rest));
      case '*', '~', '>' -> values(Integer.parseInt(rest));
      case '%' -> values(2 * Integer.parseInt(rest));
      case '|' -> values(2 * Integer.parseInt(rest) + 1);
      default -> words.add(rest);
    }
  }

  private void values(int number) throws IOException {
    for (int i = 0; i < number; i++) {
      value();
    }
  }

  /** As long as it says, or null if that is negative. */
  private void blob(int length) throws IOException {
    if (length >= 0) {
      byte[] blob = in.readNBytes(length + 2);
      if (blob.length < length + 2) {
        throw new EOFException();
      }
      bytes.writeBytes(blob);
      words.add(new String(blob, 0, length, ISO_8859_1));
    }
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    int last = -1;
    while (true) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException();
      }
      bytes.write(next);
      if (last == '\r' && next == '\n') {
        line.setLength(line.length() - 1);
        return line.toString();
      }
      line.append((char) next);
      last = next;
    }
  }
}
