package io.collabee.impl.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;

/** A connection to a Redis on this machine, for tests: asks, and reads what comes. */
final class RedisConnection implements AutoCloseable {
  private final Socket socket;
  private final RespReader reader;

  /** Connects; to wait longer than the patience for something ends in an exception. */
  RedisConnection(int port, Duration patience) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout((int) patience.toMillis());
    reader = new RespReader(new BufferedInputStream(socket.getInputStream()));
  }

  /** Sends a command and reads the answer's strings and numbers. */
  List<String> ask(String... command) throws IOException {
    send(command);
    return read();
  }

  /** Sends a command, whose characters are bytes. */
  void send(String... command) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(("*" + command.length + "\r\n").getBytes(ISO_8859_1));
    for (String word : command) {
      bytes.writeBytes(("$" + word.length() + "\r\n" + word + "\r\n").getBytes(ISO_8859_1));
    }
    socket.getOutputStream().write(bytes.toByteArray());
  }

  /**
   * Reads what comes next.
   *
   * @throws java.net.SocketTimeoutException if nothing does
   * @throws IOException if the connection ends or an error comes
   */
  List<String> read() throws IOException {
    RespFrame frame = reader.next();
    if (frame.isError()) {
      throw new IOException(String.join(" ", frame.words()));
    }
    return frame.words();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
