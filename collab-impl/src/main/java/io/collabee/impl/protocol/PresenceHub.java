package io.collabee.impl.protocol;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Tells presences to those who listen, on this node and through the bus on others. What presences
 * say is not kept: a newcomer asks, and all tell theirs again. Thread-safe.
 */
public final class PresenceHub {
  private static final Logger LOG = System.getLogger(PresenceHub.class.getName());

  private final Map<Channel, Set<Listener>> listeners = new ConcurrentHashMap<>();
  private final Tellers tellers = new Tellers();
  private final PresenceBus bus;

  /** A hub of this node. */
  public PresenceHub(PresenceBus bus) {
    this.bus = bus;
  }

  /** Hears of presences; called on any thread, must not block. */
  interface Listener {
    /** A presence has changed; may be the listener's own. */
    void told(PresenceMessage presence);

    /** Somebody wants to know the presences on a channel. */
    void wanted(Channel channel);
  }

  void join(Channel channel, Listener listener) {
    listeners.compute(
        channel,
        (key, present) -> {
          Set<Listener> set = present == null ? ConcurrentHashMap.newKeySet(2) : present;
          set.add(listener);
          return set;
        });
  }

  void leave(Channel channel, Listener listener) {
    listeners.computeIfPresent(
        channel,
        (key, set) -> {
          set.remove(listener);
          return set.isEmpty() ? null : set;
        });
  }

  /**
   * Tells everybody a presence of a client of this node.
   *
   * @param teller the client's connection
   */
  void tell(PresenceMessage presence, Listener teller) {
    pass(presence, teller);
    bus.tell(presence);
  }

  /** Asks everybody but the asker for their presences. */
  void want(Channel channel, Listener asker) {
    each(
        channel,
        listener -> {
          if (listener != asker) {
            listener.wanted(channel);
          }
        });
    bus.want(channel);
  }

  /**
   * A presence of another node's client has arrived. Every teller must at last tell that a presence
   * is gone, be it that nobody hears of it any more.
   *
   * @param teller the node
   */
  public void heard(PresenceMessage presence, Object teller) {
    if (isHeard(presence.channel()) || presence.isGone()) {
      pass(presence, teller);
    }
  }

  private void pass(PresenceMessage presence, Object teller) {
    if (!tellers.isNews(presence, teller)) {
      return;
    }
    each(presence.channel(), listener -> listener.told(presence));
  }

  /** What one listener does wrong must not keep others from hearing. */
  private void each(Channel channel, Consumer<Listener> news) {
    for (Listener listener : listeners.getOrDefault(channel, Set.of())) {
      try {
        news.accept(listener);
      } catch (RuntimeException | Error e) {
        LOG.log(Level.ERROR, "A listener failed", e);
      }
    }
  }

  /** Another node's client wants to know the presences on a channel. */
  public void heardWanted(Channel channel) {
    each(channel, listener -> listener.wanted(channel));
  }

  /** Whether anybody of this node hears of a channel's presences. */
  public boolean isHeard(Channel channel) {
    return listeners.containsKey(channel);
  }

  /** The channels that somebody of this node hears. */
  public List<Channel> channels() {
    return List.copyOf(listeners.keySet());
  }
}
