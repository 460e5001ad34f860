package io.collabee.impl.websocket;

import io.collabee.impl.protocol.CloseReason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A wire that is written to only when the test says so, or at once. */
final class FakeWire implements Wire {
  final List<String> sent = new ArrayList<>();
  private final boolean immediate;
  private @Nullable Done inFlight;
  private int pings;
  private boolean cut;
  private @Nullable CloseReason closedFor;

  FakeWire(boolean immediate) {
    this.immediate = immediate;
  }

  @Override
  public void send(String text, Done done) {
    if (inFlight != null) {
      throw new IllegalStateException("Two frames in flight");
    }
    sent.add(text);
    if (immediate) {
      done.done(null);
    } else {
      inFlight = done;
    }
  }

  /** The frame in flight has been written. */
  void written() {
    end(null);
  }

  void failed() {
    end(new java.io.IOException("broken"));
  }

  private void end(@Nullable Throwable failure) {
    Done done = inFlight;
    if (done == null) {
      throw new IllegalStateException("Nothing is in flight");
    }
    inFlight = null;
    done.done(failure);
  }

  boolean isIdle() {
    return inFlight == null;
  }

  @Override
  public void ping() {
    if (inFlight != null) {
      throw new IllegalStateException("A ping during a frame");
    }
    pings++;
  }

  int pings() {
    return pings;
  }

  @Override
  public void close(CloseReason reason) {
    closedFor = reason;
  }

  @Override
  public void cut() {
    cut = true;
  }

  boolean isCut() {
    return cut;
  }

  @Nullable CloseReason closedFor() {
    return closedFor;
  }
}
