package io.collabee.dropin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.JsonValue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A counter that takes very long to be shown while its gate is closed. */
@ApplicationScoped
public class GatedType extends CounterType {
  static final String URI = "http://example.org/types/gated";

  private volatile CountDownLatch gate = new CountDownLatch(0);

  @Override
  public String name() {
    return "gated";
  }

  @Override
  public String uri() {
    return URI;
  }

  @Override
  public JsonValue snapshotJson(Long snapshot) {
    try {
      if (!gate.await(2, TimeUnit.MINUTES)) {
        throw new IllegalStateException("Nobody has opened the gate");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return super.snapshotJson(snapshot);
  }

  /** From now on it takes long. */
  void shut() {
    gate = new CountDownLatch(1);
  }

  /** From now on it does not, also for those who wait. */
  void open() {
    gate.countDown();
  }
}
