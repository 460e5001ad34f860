package io.collabee.impl.websocket;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The WebSocket endpoint of one connection. Thin: it hands on what the container brings, and never
 * throws, because servers differ in what they do then.
 */
public final class CollabEndpoint extends Endpoint {
  private static final Logger LOG = System.getLogger(CollabEndpoint.class.getName());

  private final Connections connections;
  private final Handshake handshake;
  private @Nullable Connection connection;
  private boolean closed;

  CollabEndpoint(Connections connections, Handshake handshake) {
    this.connections = connections;
    this.handshake = handshake;
  }

  @Override
  public void onOpen(Session session, EndpointConfig config) {
    if (connections.settings().idleTimerOff()) {
      TyrusIdleTimer.switchOff(session);
    }
    // The heartbeat sees to it. Its closing is told in words; the server's would be in any of four
    // ways.
    session.setMaxIdleTimeout(0);
    Connection opened =
        connections.open(
            handshake.login(session, config.getUserProperties()),
            handshake.route(config.getUserProperties()),
            wishes(session),
            new SessionWire(session));
    keep(opened);
    session.addMessageHandler(String.class, textHandler(opened));
    session.addMessageHandler(ByteBuffer.class, binaryHandler(opened));
    session.addMessageHandler(PongMessage.class, pongHandler(opened));
  }

  private MessageHandler.Partial<String> textHandler(Connection to) {
    return new MessageHandler.Partial<>() {
      @Override
      public void onMessage(String part, boolean last) {
        guarded(() -> to.text(part, last, connections.now()));
      }
    };
  }

  private static MessageHandler.Partial<ByteBuffer> binaryHandler(Connection to) {
    return new MessageHandler.Partial<>() {
      @Override
      public void onMessage(ByteBuffer part, boolean last) {
        guarded(to::binary);
      }
    };
  }

  private MessageHandler.Whole<PongMessage> pongHandler(Connection to) {
    return new MessageHandler.Whole<>() {
      @Override
      public void onMessage(PongMessage pong) {
        guarded(() -> to.pong(connections.now()));
      }
    };
  }

  private static void guarded(Runnable handling) {
    try {
      handling.run();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "A message could not be handled", e);
    }
  }

  @Override
  public void onClose(Session session, CloseReason reason) {
    Connection gone;
    synchronized (this) {
      closed = true;
      gone = connection;
      connection = null;
    }
    if (gone != null) {
      connections.gone(gone);
    }
  }

  /** A session may be closed, by another thread, while it is being opened. */
  private void keep(Connection opened) {
    synchronized (this) {
      if (!closed) {
        connection = opened;
        return;
      }
    }
    connections.gone(opened);
  }

  @Override
  public void onError(Session session, Throwable failure) {
    // Mostly a client that went without a word; the container closes the session.
    LOG.log(Level.DEBUG, "A socket failed: {0}", failure.toString());
  }

  private static Connection.Wishes wishes(Session session) {
    return new Connection.Wishes(isAsked(session, "batch"), isAsked(session, "heads"));
  }

  private static boolean isAsked(Session session, String parameter) {
    return session.getRequestParameterMap().getOrDefault(parameter, List.of()).contains("1");
  }
}
