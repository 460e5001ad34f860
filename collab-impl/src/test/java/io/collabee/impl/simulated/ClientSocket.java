package io.collabee.impl.simulated;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * A WebSocket of the JDK's own client: frames may be sent without waiting for one another, and
 * those received are told whole and in order.
 */
public final class ClientSocket implements AutoCloseable {
  private final WebSocket socket;
  private CompletableFuture<?> sent = CompletableFuture.completedFuture(null);

  /** Is told what comes, on a thread of the HTTP client. */
  public interface Receiver {
    /** A text frame. */
    void frame(String text);

    /**
     * The connection has ended; told once.
     *
     * @param code the close code, 1006 if the connection broke
     */
    void closed(int code, String reason);
  }

  private ClientSocket(WebSocket socket) {
    this.socket = socket;
  }

  /**
   * Connects.
   *
   * @throws CompletionException if that is refused or takes longer than ten seconds
   */
  public static ClientSocket open(HttpClient http, URI address, Receiver receiver) {
    CompletableFuture<WebSocket> opening =
        http.newWebSocketBuilder().buildAsync(address, new Listener(receiver));
    try {
      return new ClientSocket(opening.copy().orTimeout(10, TimeUnit.SECONDS).join());
    } catch (CompletionException e) {
      // One that opens all the same has nobody who would close it.
      CompletableFuture<Void> unused = opening.thenAccept(WebSocket::abort);
      throw e;
    }
  }

  /** Sends a text frame after those sent before. */
  public synchronized void send(String text) {
    sent = sent.handle((done, failure) -> null).thenCompose(ignored -> socket.sendText(text, true));
  }

  /** Closes in order. */
  @Override
  public synchronized void close() {
    sent =
        sent.handle((done, failure) -> null)
            .thenCompose(ignored -> socket.sendClose(WebSocket.NORMAL_CLOSURE, ""));
  }

  /** Breaks the connection without a word. */
  public void abort() {
    socket.abort();
  }

  private static final class Listener implements WebSocket.Listener {
    private final Receiver receiver;
    private final StringBuilder frame = new StringBuilder();
    private boolean closed;

    Listener(Receiver receiver) {
      this.receiver = receiver;
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      frame.append(data);
      if (last) {
        String text = frame.toString();
        frame.setLength(0);
        receiver.frame(text);
      }
      from.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
      throw new IllegalStateException("The server sent a binary frame");
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      closed(code, reason);
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      closed(1006, String.valueOf(error));
    }

    private void closed(int code, String reason) {
      if (!closed) {
        closed = true;
        receiver.closed(code, reason);
      }
    }
  }
}
