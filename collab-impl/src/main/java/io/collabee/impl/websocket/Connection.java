package io.collabee.impl.websocket;

import io.collabee.event.AccessChanged;
import io.collabee.impl.protocol.ClientSession;
import io.collabee.impl.protocol.CloseReason;
import io.collabee.impl.security.Login;
import io.collabee.impl.security.Route;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/**
 * One open socket: its session, its outbox, and whether it still answers.
 *
 * <p>Messages come from one thread at a time; {@link #beat} from the heartbeat's.
 */
final class Connection {
  private final Visitors.Visit visit;
  private final Outbox outbox;
  private final ClientSession session;
  private final TextAssembly assembly;
  private final boolean heads;
  private volatile long heardAt;
  private long pingedAt;

  /**
   * What the client asked for at the handshake.
   *
   * @param batch that a frame is an array of messages
   * @param heads to be told the versions it should have, how the bus is, and what it may do
   */
  record Wishes(boolean batch, boolean heads) {}

  Connection(
      Login login,
      Route route,
      Wishes wishes,
      Wire wire,
      Executor pumps,
      SocketSettings settings,
      ClientSession.Services services) {
    this.visit = new Visitors.Visit(login.caller().name(), route);
    this.outbox = new Outbox(wire, pumps, settings.outbox(), wishes.batch(), this::roomMade);
    this.session =
        new ClientSession(login, route, settings.organisation(), wishes.heads(), outbox, services);
    this.assembly =
        new TextAssembly(
            settings.messageSize(),
            session::received,
            () -> outbox.close(CloseReason.MESSAGE_TOO_LARGE));
    this.heads = wishes.heads();
    this.heardAt = services.nanoTime().getAsLong();
    this.pingedAt = heardAt;
  }

  private void roomMade() {
    session.roomMade();
  }

  /** Whose it is, and where it comes from. */
  Visitors.Visit visit() {
    return visit;
  }

  void opened() {
    session.opened();
  }

  /** Tells the client, if it asked for that, whether edits on other nodes come late. */
  void tellBus(BooleanSupplier isSlow) {
    if (heads) {
      session.tellBus(isSlow);
    }
  }

  /** As {@link ClientSession#accessChanged}. */
  boolean accessChanged(AccessChanged change) {
    return session.accessChanged(change);
  }

  /** As {@link ClientSession#recheckAccess(AccessChanged)}. */
  void recheckAccess(AccessChanged change) {
    session.recheckAccess(change);
  }

  /** As {@link ClientSession#recheckAccess()}. */
  void recheckAccess() {
    session.recheckAccess();
  }

  /** Closes the socket; what waits to be sent is dropped. */
  void close(CloseReason reason) {
    outbox.close(reason);
  }

  /** As {@link ClientSession#endIfRevoked}. */
  boolean endIfRevoked() {
    return session.endIfRevoked();
  }

  /** A part of a text message has come. */
  void text(String part, boolean last, long now) {
    heardAt = now;
    assembly.part(part, last);
  }

  /** A binary frame has come. */
  void binary() {
    outbox.close(CloseReason.BINARY);
  }

  /** A pong has come. */
  void pong(long now) {
    heardAt = now;
  }

  /** The socket is closed. */
  void gone() {
    outbox.gone();
    session.closed();
  }

  /**
   * Takes nothing more from the client, answers what was taken, and closes the socket when the
   * answers have been sent.
   */
  void stop() {
    session.stop(() -> outbox.finish(CloseReason.STOPPING));
  }

  /** Closes the socket, of which nothing has been taken yet. */
  void refuse(CloseReason reason) {
    session.stop(() -> {});
    outbox.abort(reason);
  }

  /** Closes the socket now, as the server stops, whatever waits. */
  void abort() {
    outbox.abort(CloseReason.STOPPING);
  }

  /**
   * Pings if it is time to; closes if the login has ended, if nothing was heard for long, or if it
   * is to be closed and does not take what is being sent.
   *
   * @param now as {@link System#nanoTime}
   */
  void beat(long now, Duration interval, int missed) {
    outbox.closeIfStuck();
    session.checkLogin();
    if (now - heardAt > interval.toNanos() * missed) {
      outbox.abort(CloseReason.SILENT);
    } else if (now - pingedAt >= interval.toNanos()) {
      pingedAt = now;
      outbox.ping();
      if (heads) {
        session.tellHeads();
      }
    }
  }
}
