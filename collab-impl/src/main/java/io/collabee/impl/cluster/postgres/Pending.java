package io.collabee.impl.cluster.postgres;

import io.collabee.DocumentId;
import io.collabee.impl.cluster.BusCodec;
import io.collabee.impl.cluster.BusMessage;
import io.collabee.impl.cluster.BusMessage.Head;
import io.collabee.impl.cluster.BusMessage.Operations;
import io.collabee.impl.cluster.BusMessage.Presence;
import io.collabee.impl.cluster.BusMessage.PresencesReplaced;
import io.collabee.impl.cluster.Envelope;
import io.collabee.impl.cluster.NodeId;
import io.collabee.impl.protocol.Channel;
import io.collabee.impl.protocol.PresenceMessage;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be sent. Of each document only the head is kept, and of each presence the newest;
 * so what waits is bounded by what there is, and beyond that the oldest is dropped. What has been
 * taken is taken again unless it was sent. Thread-safe.
 */
final class Pending {
  private static final Logger LOG = System.getLogger(Pending.class.getName());
  private static final int LIMIT = 4_096;

  /** Few enough that their message fits in a part of a frame. */
  private static final int REPLACED_LIMIT = 256;

  private final NodeId node;
  private final int frameSize;
  private final Map<DocumentId, Long> heads = new LinkedHashMap<>();
  private final Map<Key, Presence> presences = new LinkedHashMap<>();
  private final Deque<BusMessage> others = new ArrayDeque<>();
  private List<Long> replaced = new ArrayList<>();
  private List<List<byte[]>> underWay = List.of();
  private @Nullable BusMessage beat;

  /**
   * Messages of a node.
   *
   * @param frameSize how many bytes of envelopes, each with its length before it, may go in a frame
   */
  Pending(NodeId node, int frameSize) {
    this.node = node;
    this.frameSize = frameSize;
  }

  private record Key(Channel channel, String source, String id) {
    static Key of(PresenceMessage presence) {
      return new Key(presence.channel(), presence.source(), presence.id());
    }
  }

  synchronized void add(BusMessage message) {
    if (message instanceof Operations committed) {
      int last = committed.operations().size() - 1;
      add(committed.document(), committed.operations().get(last).version() + 1);
    } else if (message instanceof Head head) {
      add(head.document(), head.version());
    } else if (message instanceof Presence presence) {
      add(presence);
    } else if (message instanceof BusMessage.Beat) {
      beat = message;
    } else {
      bound(others);
      others.add(message);
    }
  }

  private void add(DocumentId document, long head) {
    if (heads.merge(document, head, Math::max) == head && heads.size() > LIMIT) {
      dropFirst(heads);
    }
  }

  private void add(Presence presence) {
    Presence before = presences.put(Key.of(presence.presence()), presence);
    if (before != null) {
      replaced.add(before.number());
      if (replaced.size() >= REPLACED_LIMIT) {
        tellReplaced();
      }
    } else if (presences.size() > LIMIT) {
      dropFirst(presences);
    }
  }

  private void tellReplaced() {
    if (!replaced.isEmpty()) {
      bound(others);
      others.add(new PresencesReplaced(replaced));
      replaced = new ArrayList<>();
    }
  }

  private static void bound(Deque<?> queue) {
    if (queue.size() >= LIMIT) {
      queue.remove();
    }
  }

  private static <K> void dropFirst(Map<K, ?> map) {
    K first = map.keySet().iterator().next();
    map.remove(first);
  }

  /** Forgets everything. */
  synchronized void clear() {
    heads.clear();
    presences.clear();
    others.clear();
    replaced.clear();
    underWay = List.of();
    beat = null;
  }

  synchronized boolean isEmpty() {
    return underWay.isEmpty()
        && beat == null
        && heads.isEmpty()
        && presences.isEmpty()
        && others.isEmpty();
  }

  /** What was taken last has been sent. */
  synchronized void sent() {
    underWay = List.of();
  }

  /**
   * Takes out what fits in some frames, or what was taken last and not sent.
   *
   * @return of each frame the encoded envelopes; none of them empty
   */
  synchronized List<List<byte[]>> take(int frames) {
    if (underWay.isEmpty()) {
      underWay = taken(frames);
    }
    return underWay;
  }

  private List<List<byte[]>> taken(int frames) {
    Filling filling = new Filling(frames);
    if (beat != null && filling.takes(beat)) {
      beat = null;
    }
    heads.entrySet().removeIf(head -> filling.takes(new Head(head.getKey(), head.getValue())));
    presences.values().removeIf(filling::takes);
    tellReplaced();
    // After the presences that may be counted in them.
    others.removeIf(filling::takes);
    return filling.frames;
  }

  /** Frames being filled, in order; full when a message would need one frame more. */
  private final class Filling {
    private final List<List<byte[]>> frames = new ArrayList<>();
    private final int limit;
    private int left;
    private boolean isFull;

    Filling(int limit) {
      this.limit = limit;
    }

    /** Whether the message is dealt with: put in a frame, or too large for any. */
    boolean takes(BusMessage message) {
      if (isFull) {
        return false;
      }
      byte[] envelope = BusCodec.encode(new Envelope(node, message));
      int size = Integer.BYTES + envelope.length;
      if (size > frameSize) {
        LOG.log(Level.DEBUG, "{0} bytes are too much for NOTIFY", envelope.length);
        if (message instanceof Presence presence) {
          // Were it missed, all presences would be asked for again and again.
          replaced.add(presence.number());
        }
        return true;
      }
      if (size > left) {
        if (frames.size() == limit) {
          isFull = true;
          return false;
        }
        frames.add(new ArrayList<>());
        left = frameSize;
      }
      frames.get(frames.size() - 1).add(envelope);
      left -= size;
      return true;
    }
  }
}
