package io.collabee.dropin;

import io.collabee.event.OperationsCommitted;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What the application was told. */
@ApplicationScoped
public class Heard {
  private final Queue<OperationsCommitted> sync = new ConcurrentLinkedQueue<>();
  private final Queue<OperationsCommitted> async = new ConcurrentLinkedQueue<>();

  void hear(@Observes OperationsCommitted event) {
    sync.add(event);
  }

  void hearLater(@ObservesAsync OperationsCommitted event) {
    async.add(event);
  }

  /** By synchronous events. */
  public Queue<OperationsCommitted> sync() {
    return sync;
  }

  /** By asynchronous events. */
  public Queue<OperationsCommitted> async() {
    return async;
  }
}
