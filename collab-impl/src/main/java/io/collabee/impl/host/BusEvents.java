package io.collabee.impl.host;

import io.collabee.event.BusChanged;
import io.collabee.event.BusChanged.Circuit;
import io.collabee.impl.cluster.Carrier;
import io.collabee.impl.cluster.Carrier.Trust;
import io.collabee.impl.document.Observers;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;

/** Tells the host and the log of every change of what carries commits to other nodes. */
public final class BusEvents implements AutoCloseable {
  private static final Logger LOG = System.getLogger(BusEvents.class.getName());

  private final Observers<BusChanged> observers;
  private final Clock clock;
  private volatile BusChanged current;

  /**
   * Events for these observers.
   *
   * @param observers may block; what they throw is logged
   */
  public BusEvents(Consumer<BusChanged> observers, Clock clock, ThreadFactory threads) {
    this.observers = new Observers<>("the bus", Optional.of(observers), threads);
    this.clock = clock;
    this.current = new BusChanged(BusChanged.Carrier.NONE, Circuit.OPEN, clock.instant());
  }

  /**
   * A carrier has changed. Does not block.
   *
   * @param carriers all there are, the preferred one first
   */
  public synchronized void changed(List<Carrier> carriers) {
    BusChanged.Carrier carrying =
        carriers.stream()
            .filter(each -> each.trust() == Trust.TRUSTED)
            .findFirst()
            .map(each -> of(each.kind()))
            .orElse(BusChanged.Carrier.NONE);
    Circuit state = of(carriers.get(0).trust());
    if (carrying != current.carrier() || state != current.circuit()) {
      BusChanged event = new BusChanged(carrying, state, clock.instant());
      log(event, current.circuit());
      current = event;
      observers.tell(event);
    }
  }

  /** The state as it was last told; on a node that has a bus. */
  public BusChanged current() {
    return current;
  }

  private static BusChanged.Carrier of(Carrier.Kind kind) {
    return switch (kind) {
      case REDIS -> BusChanged.Carrier.REDIS;
      case DATABASE -> BusChanged.Carrier.DATABASE;
    };
  }

  private static Circuit of(Trust trust) {
    return switch (trust) {
      case TRUSTED -> Circuit.CLOSED;
      case AWAY -> Circuit.OPEN;
      case RECOVERING -> Circuit.HALF_OPEN;
    };
  }

  private static void log(BusChanged event, Circuit before) {
    switch (event.circuit()) {
      case CLOSED -> LOG.log(Level.INFO, "Commits go to other nodes over {0}", event.carrier());
      case HALF_OPEN -> LOG.log(Level.DEBUG, "The bus works again");
      case OPEN ->
          LOG.log(
              before == Circuit.OPEN ? Level.INFO : Level.WARNING,
              "The preferred bus between nodes is away; commits go over {0}",
              event.carrier());
    }
  }

  @Override
  public void close() {
    observers.close();
  }
}
