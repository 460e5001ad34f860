package io.collabee.impl.websocket;

import io.collabee.impl.protocol.CloseReason;
import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.Optional;

/** A {@code jakarta.websocket} session as a wire. */
final class SessionWire implements Wire {
  private static final Logger LOG = System.getLogger(SessionWire.class.getName());

  private final Session session;
  private final Optional<GrizzlyConnection> connection;

  /**
   * @param session just being opened
   */
  SessionWire(Session session) {
    this.session = session;
    this.connection = GrizzlyConnection.of(session);
  }

  @Override
  public void send(String text, Done done) {
    // Never the form that returns a Future: one server says all is well and loses frames.
    session
        .getAsyncRemote()
        .sendText(
            text,
            result -> {
              if (result.isOK()) {
                done.done(null);
              } else {
                Throwable failure = result.getException();
                done.done(failure == null ? new IOException("The frame was not sent") : failure);
              }
            });
  }

  @Override
  public void ping() {
    try {
      session.getAsyncRemote().sendPing(ByteBuffer.allocate(0));
    } catch (IOException | RuntimeException e) {
      // The heartbeat will miss the pong.
      LOG.log(Level.DEBUG, "A ping could not be sent: {0}", e.toString());
    }
  }

  @Override
  public void close(CloseReason reason) {
    try {
      session.close(new jakarta.websocket.CloseReason(() -> reason.code(), reason.phrase()));
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.DEBUG, "A socket could not be closed: {0}", e.toString());
    }
  }

  @Override
  public void cut() {
    connection.ifPresent(GrizzlyConnection::cut);
  }
}
