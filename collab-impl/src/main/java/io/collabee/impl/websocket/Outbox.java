package io.collabee.impl.websocket;

import io.collabee.impl.protocol.CloseReason;
import io.collabee.impl.protocol.Peer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be sent to one client.
 *
 * <p>Whoever has a message puts it in and goes on: no caller ever writes to a socket, since a write
 * costs 20 microseconds and more, and a lane that broadcasts to fifty clients has no millisecond to
 * spare. The writing is done by a few pump threads. An outbox is with at most one of them, and at
 * most one frame is in flight, because servers throw or lose frames when two are sent at once.
 *
 * <p>Servers tell of a written frame in two ways: on the stack of the sender, thousands of times in
 * a row, or later on a thread of their own. So a send is a small race between the pump that returns
 * from it and the callback: if the callback is first, the pump loops on; if the pump is first, it
 * leaves, and the callback asks for a pump again. Neither recurses, and neither waits.
 *
 * <p>If the client asked for batches, a frame is an array of all messages that wait, up to a size.
 * The more a client lags behind, the fewer writes a message costs.
 */
final class Outbox implements Peer {
  private static final Logger LOG = System.getLogger(Outbox.class.getName());

  /** After so many frames the pump serves another client. */
  private static final int TURN = 64;

  private final Wire wire;
  private final Executor pumps;
  private final OutboxLimits limits;
  private final boolean batch;
  private final Runnable roomMade;

  private final ArrayDeque<Message> waiting = new ArrayDeque<>();
  private final Map<String, Message> presences = new HashMap<>();
  private int size;
  private int unread;
  private boolean pingDue;
  private boolean pumping;

  /** Why it is closed once all that waits has been sent. */
  private @Nullable CloseReason finishing;

  private @Nullable CloseReason closing;
  private boolean closed;

  /**
   * @param pumps threads that do the writing
   * @param batch whether a frame is an array of messages
   * @param roomMade called by a pump when there is {@linkplain Peer#hasRoom() room} again
   */
  Outbox(Wire wire, Executor pumps, OutboxLimits limits, boolean batch, Runnable roomMade) {
    this.wire = wire;
    this.pumps = pumps;
    this.limits = limits;
    this.batch = batch;
    this.roomMade = roomMade;
  }

  private enum Kind {
    CONTENT,
    REPLY,
    PUSH,
    PRESENCE
  }

  private static final class Message {
    private final Kind kind;
    private final String key;
    private final String text;

    /** Replaced by a newer one of its key, or left out. */
    private boolean dropped;

    Message(Kind kind, String key, String text) {
      this.kind = kind;
      this.key = key;
      this.text = text;
    }
  }

  // From any thread

  @Override
  public void content(String message) {
    add(new Message(Kind.CONTENT, "", message));
  }

  @Override
  public void reply(String message) {
    add(new Message(Kind.REPLY, "", message));
  }

  @Override
  public void push(String message) {
    add(new Message(Kind.PUSH, "", message));
  }

  @Override
  public void presence(String key, String message) {
    add(new Message(Kind.PRESENCE, key, message));
  }

  private void add(Message message) {
    boolean full;
    synchronized (this) {
      if (closing != null || finishing != null) {
        return;
      }
      if (message.kind == Kind.PRESENCE && !coalesce(message)) {
        return;
      }
      waiting.add(message);
      size += message.text.length();
      if (message.kind != Kind.CONTENT) {
        unread += message.text.length();
      }
      full = unread > limits.unread();
    }
    if (full) {
      close(CloseReason.TOO_SLOW);
    } else {
      schedule();
    }
  }

  /** Takes the place of the unsent presence of this key; false if presences are left out now. */
  private boolean coalesce(Message presence) {
    Message former = presences.remove(presence.key);
    if (former != null) {
      // It stays where it is, but the new one goes to the end: what it refers to may wait before.
      former.dropped = true;
      forget(former);
    }
    if (unread > limits.unread() / 4) {
      return false;
    }
    presences.put(presence.key, presence);
    return true;
  }

  private void forget(Message message) {
    size -= message.text.length();
    if (message.kind != Kind.CONTENT) {
      unread -= message.text.length();
    }
  }

  /** Sends a ping after the frame that is being written. */
  void ping() {
    synchronized (this) {
      pingDue = true;
    }
    schedule();
  }

  @Override
  public synchronized boolean hasRoom() {
    return size < limits.room();
  }

  @Override
  public void close(CloseReason reason) {
    synchronized (this) {
      if (closing != null) {
        return;
      }
      closing = reason;
      waiting.clear();
      presences.clear();
      size = 0;
      unread = 0;
    }
    LOG.log(Level.DEBUG, "Closing a connection: {0}", reason);
    schedule();
  }

  /** Takes nothing more, sends what waits, then closes the socket. Harmless if closed. */
  void finish(CloseReason reason) {
    synchronized (this) {
      finishing = reason;
    }
    schedule();
  }

  /** Closes the socket even if it is stuck in a write. */
  void abort(CloseReason reason) {
    close(reason);
    run(this::closeWire);
  }

  /** Closes the socket at once if it is to be closed and is not, because it is stuck in a write. */
  void closeIfStuck() {
    boolean isStuck;
    synchronized (this) {
      isStuck = closing != null && !closed;
    }
    if (isStuck) {
      run(this::closeWire);
    }
  }

  /** The socket is gone. */
  synchronized void gone() {
    // Nothing is taken any more; the reason is told to nobody.
    closing = CloseReason.SILENT;
    closed = true;
    waiting.clear();
    presences.clear();
  }

  private void schedule() {
    synchronized (this) {
      if (pumping || closed) {
        return;
      }
      pumping = true;
    }
    run(this::pump);
  }

  private void run(Runnable task) {
    try {
      pumps.execute(task);
    } catch (RejectedExecutionException e) {
      // The module has stopped, and whoever still connects is turned away on his own thread.
      LOG.log(Level.DEBUG, "No pump takes the outbox", e);
      closeWire();
    }
  }

  // On a pump

  private enum What {
    SEND,
    PING,
    CLOSE,
    REST
  }

  /**
   * What the pump does next.
   *
   * @param makesRoom whether there is room when the frame is out of the way
   */
  private record Step(What what, String frame, boolean makesRoom) {
    static final Step PING = new Step(What.PING, "", false);
    static final Step CLOSE = new Step(What.CLOSE, "", false);
    static final Step REST = new Step(What.REST, "", false);
  }

  private void pump() {
    for (int i = 0; i < TURN; i++) {
      Step step = next();
      switch (step.what()) {
        case SEND -> {
          if (step.makesRoom()) {
            fillRoom();
          }
          if (!isWritten(step.frame())) {
            return;
          }
        }
        case PING -> wire.ping();
        case CLOSE -> {
          closeWire();
          return;
        }
        case REST -> {
          return;
        }
      }
    }
    run(this::pump);
  }

  private void fillRoom() {
    try {
      roomMade.run();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "What waited for room could not be prepared", e);
      close(CloseReason.FAULT);
    }
  }

  private synchronized Step next() {
    if (closing != null) {
      return Step.CLOSE;
    }
    if (pingDue) {
      pingDue = false;
      return Step.PING;
    }
    boolean hadRoom = hasRoom();
    String frame = batch ? nextBatch() : nextMessage();
    if (frame == null && finishing != null) {
      closing = finishing;
      return Step.CLOSE;
    }
    if (frame == null) {
      pumping = false;
      return Step.REST;
    }
    return new Step(What.SEND, frame, !hadRoom && hasRoom());
  }

  private @Nullable String nextMessage() {
    skipDropped();
    Message message = waiting.poll();
    if (message == null) {
      return null;
    }
    taken(message);
    return message.text;
  }

  private @Nullable String nextBatch() {
    String first = nextMessage();
    if (first == null) {
      return null;
    }
    StringBuilder frame = new StringBuilder(first.length() + 2).append('[').append(first);
    while (true) {
      skipDropped();
      Message message = waiting.peek();
      if (message == null || frame.length() + message.text.length() >= limits.batch()) {
        return frame.append(']').toString();
      }
      waiting.remove();
      taken(message);
      frame.append(',').append(message.text);
    }
  }

  private void skipDropped() {
    while (!waiting.isEmpty() && waiting.peek().dropped) {
      waiting.remove();
    }
  }

  private void taken(Message message) {
    forget(message);
    if (message.kind == Kind.PRESENCE) {
      presences.remove(message.key, message);
    }
  }

  /** Sends a frame; false if it is still being written, and its callback goes on. */
  private boolean isWritten(String frame) {
    Sending sending = new Sending();
    try {
      wire.send(frame, sending);
    } catch (RuntimeException e) {
      sending.done(e);
    }
    return !sending.isLeft();
  }

  /** The race between the pump that comes back from a send and the send's callback. */
  private final class Sending extends AtomicInteger implements Wire.Done {
    private static final int STARTED = 0;
    private static final int DONE = 1;
    private static final int LEFT = 2;

    /** The pump leaves; false if there is no need to. */
    boolean isLeft() {
      return compareAndSet(STARTED, LEFT);
    }

    @Override
    public void done(@Nullable Throwable failure) {
      if (failure != null) {
        LOG.log(Level.DEBUG, "A frame could not be written: {0}", failure.toString());
        close(CloseReason.FAULT);
      }
      if (getAndSet(DONE) == LEFT) {
        run(Outbox.this::pump);
      }
    }
  }

  private void closeWire() {
    CloseReason reason;
    synchronized (this) {
      if (closed || closing == null) {
        return;
      }
      closed = true;
      reason = closing;
    }
    wire.close(reason);
  }
}
