package io.collabee.dropin;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;

/** A client of the WebSocket endpoint that does what no decent client does. */
final class RawSocket implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int TEXT = 0x81;
  private static final int PING = 0x89;
  private static final int PONG = 0x8a;

  private final Socket socket = new Socket();
  private final String head;

  /**
   * Connects, and sends nothing.
   *
   * @param headers lines of the handshake's head
   */
  RawSocket(URI endpoint, String... headers) {
    head =
        "GET "
            + endpoint.getRawPath()
            + " HTTP/1.1\r\nHost: "
            + endpoint.getRawAuthority()
            + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: "
            + key()
            + "\r\n"
            + String.join("\r\n", headers)
            + "\r\n\r\n";
    try {
      // What the system takes in unread is little.
      socket.setReceiveBufferSize(4_096);
      socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
      socket.connect(new InetSocketAddress(endpoint.getHost(), endpoint.getPort()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String key() {
    byte[] key = new byte[16];
    new SecureRandom().nextBytes(key);
    return Base64.getEncoder().encodeToString(key);
  }

  /** The handshake's head. */
  byte[] head() {
    return head.getBytes(StandardCharsets.US_ASCII);
  }

  /** Sends the handshake and reads the answer's status; if it is accepted, also the greeting. */
  int shakeHands() {
    send(head());
    int status = status();
    if (status == 101) {
      // Before it the connection may not count yet.
      read();
      content();
    }
    return status;
  }

  /** Reads an answer's head. */
  int status() {
    StringBuilder answer = new StringBuilder();
    while (answer.indexOf("\r\n\r\n") < 0) {
      answer.append((char) read());
    }
    return Integer.parseInt(answer.substring(9, 12));
  }

  void send(byte... bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts to send a long frame, of which each {@link #isCut} sends one byte. */
  void startFrame() {
    send(Arrays.copyOf(frame(TEXT, new byte[1_000]), 14));
  }

  /** Whether the server has ended the connection, as seen by one who sends. */
  boolean isCut() {
    try {
      send((byte) 'x');
      return false;
    } catch (UncheckedIOException e) {
      return true;
    }
  }

  void sendText(String text) {
    send(frame(TEXT, text.getBytes(StandardCharsets.UTF_8)));
  }

  /** The next frame of text; answers pings that come before it. */
  String text() {
    int kind = read();
    byte[] content = content();
    if (kind == PING) {
      send(frame(PONG, content));
    }
    return kind == TEXT ? new String(content, StandardCharsets.UTF_8) : text();
  }

  /** The start of a frame of text, without its end. */
  static byte[] halfFrame() {
    byte[] whole = frame(TEXT, "{\"a\":\"pp\"}".getBytes(StandardCharsets.UTF_8));
    return Arrays.copyOf(whole, whole.length / 2);
  }

  private static byte[] frame(int kind, byte[] content) {
    ByteBuffer frame = ByteBuffer.allocate(content.length + 14).put((byte) kind);
    if (content.length < 126) {
      frame.put((byte) (0x80 | content.length));
    } else {
      frame.put((byte) (0x80 | 127)).putLong(content.length);
    }
    // A mask of zeros changes nothing.
    frame.putInt(0).put(content).flip();
    byte[] bytes = new byte[frame.remaining()];
    frame.get(bytes);
    return bytes;
  }

  /**
   * Reads until the server has closed the connection, and answers nothing.
   *
   * @return the close code, 0 if there was none
   */
  int closeCode() {
    int code = 0;
    int kind = readUnlessEnded();
    while (kind >= 0) {
      byte[] content = content();
      if (kind == 0x88) {
        code = ByteBuffer.wrap(content).getShort();
      }
      kind = readUnlessEnded();
    }
    return code;
  }

  private byte[] content() {
    long length = read() & 0x7f;
    if (length >= 126) {
      int bytes = length == 126 ? 2 : 8;
      length = 0;
      for (int i = 0; i < bytes; i++) {
        length = length << 8 | read();
      }
    }
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (; length > 0; length--) {
      content.write(read());
    }
    return content.toByteArray();
  }

  private int read() {
    int next = readUnlessEnded();
    if (next < 0) {
      throw new UncheckedIOException(new EOFException());
    }
    return next;
  }

  /** The next byte; -1 if the server has closed the connection. */
  int readUnlessEnded() {
    try {
      InputStream in = socket.getInputStream();
      return in.read();
    } catch (SocketTimeoutException e) {
      throw new AssertionError("Nothing came within " + PATIENCE, e);
    } catch (IOException e) {
      return -1;
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
