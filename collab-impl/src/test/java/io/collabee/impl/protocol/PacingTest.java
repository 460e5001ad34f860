package io.collabee.impl.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PacingTest {
  private final FakePeer peer = new FakePeer();
  private final List<Runnable> ends = new ArrayList<>();

  @Test
  void fewAnswersArePreparedAtATime() {
    Pacing pacing = new Pacing(peer, 100);
    for (int i = 0; i < 10; i++) {
      pacing.run(ends::add);
    }
    assertThat(ends).hasSize(4);

    ends.get(0).run();
    ends.get(0).run();
    assertThat(ends).hasSize(5);

    peer.hasRoom = false;
    ends.get(1).run();
    ends.get(2).run();
    assertThat(ends).hasSize(5);

    peer.hasRoom = true;
    pacing.roomMade();
    assertThat(ends).hasSize(7);
  }

  @Test
  void whoAsksForTooMuchIsClosed() {
    peer.hasRoom = false;
    Pacing pacing = new Pacing(peer, 2);
    pacing.run(ends::add);
    pacing.run(ends::add);
    assertThat(peer.closedFor).isNull();

    pacing.run(ends::add);

    assertThat(peer.closedFor).isEqualTo(CloseReason.TOO_FAST);
  }

  @Test
  void aThousandAnswersThatEndAtOnceMakeNoDeepStack() {
    peer.hasRoom = false;
    Pacing pacing = new Pacing(peer, 100_000);
    List<Integer> done = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      int number = i;
      pacing.run(
          end -> {
            done.add(number);
            end.run();
          });
    }

    peer.hasRoom = true;
    pacing.roomMade();

    assertThat(done).hasSize(100_000).isSorted();
  }

  @Test
  void aTaskThatThrowsClosesTheConnectionAndDoesNotHoldTheOthersUp() {
    Pacing pacing = new Pacing(peer, 100);
    for (int i = 0; i < 10; i++) {
      pacing.run(
          end -> {
            throw new IllegalStateException("a fault");
          });
    }

    pacing.run(ends::add);

    assertThat(peer.closedFor).isEqualTo(CloseReason.FAULT);
    assertThat(ends).hasSize(1);
  }

  private static final class FakePeer implements Peer {
    private boolean hasRoom = true;
    private @Nullable CloseReason closedFor;

    @Override
    public void content(String message) {}

    @Override
    public void reply(String message) {}

    @Override
    public void push(String message) {}

    @Override
    public void presence(String key, String message) {}

    @Override
    public boolean hasRoom() {
      return hasRoom;
    }

    @Override
    public void close(CloseReason reason) {
      closedFor = reason;
    }
  }
}
