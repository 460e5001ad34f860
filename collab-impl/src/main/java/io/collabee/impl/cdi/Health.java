package io.collabee.impl.cdi;

import io.collabee.NodeStatus;
import io.collabee.event.BusChanged;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Whether a node can serve, and how it is doing. A bus that is away makes nothing unready: all
 * works without it, only slower.
 *
 * @param isReady whether clients should be sent here
 * @param texts what there is to say about it, by name
 * @param numbers what there is to count, by name
 */
public record Health(boolean isReady, Map<String, String> texts, Map<String, Long> numbers) {
  private static final String STATE = "state";

  /** A node that stops: clients go elsewhere. */
  static final Health STOPPING = new Health(false, Map.of(STATE, "stopping"), Map.of());

  /** Copies the maps. */
  public Health {
    texts = Map.copyOf(texts);
    numbers = Map.copyOf(numbers);
  }

  /** A node that runs. */
  static Health of(NodeStatus node, boolean isDatabaseThere) {
    SortedMap<String, String> texts = new TreeMap<>();
    texts.put(STATE, state(node, isDatabaseThere));
    texts.put("database", isDatabaseThere ? "up" : "down");
    texts.put("node", node.id());
    texts.put("started", node.started().toString());
    texts.put("bus", node.bus().map(bus -> word(bus.carrier())).orElse("none"));
    node.bus().ifPresent(bus -> tell(bus, texts));
    return new Health(
        isDatabaseThere,
        texts,
        Map.of(
            "connections",
            (long) node.connections(),
            "documents",
            (long) node.documents(),
            "operations",
            node.operations(),
            "transactions",
            node.transactions()));
  }

  private static String state(NodeStatus node, boolean isDatabaseThere) {
    if (!isDatabaseThere) {
      return "no database";
    }
    return node.isDegraded() ? "degraded" : "ready";
  }

  private static void tell(BusChanged bus, Map<String, String> texts) {
    texts.put("circuit", word(bus.circuit()));
    texts.put("bus-since", bus.since().toString());
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
