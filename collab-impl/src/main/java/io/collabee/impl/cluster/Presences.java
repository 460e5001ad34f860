package io.collabee.impl.cluster;

import io.collabee.CollabException;
import io.collabee.impl.document.DocumentService;
import io.collabee.impl.protocol.Channel;
import io.collabee.impl.protocol.PresenceBus;
import io.collabee.impl.protocol.PresenceHub;
import io.collabee.impl.protocol.PresenceMessage;
import io.collabee.impl.protocol.Underway;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The presences of this node's clients on their way to other nodes, and those of others on their
 * way here.
 *
 * <p>A bus may lose a message, and a node may die without a word; so whatever has been told here is
 * remembered with the node that told it, and taken back when that node has been silent for too
 * long, says that it leaves, or does not tell it again when asked. A node is asked when it is heard
 * for the first time or after a silence, or when one of its messages is missing. What nobody here
 * listens to is neither told nor remembered: a newcomer asks. Thread-safe; no method blocks.
 */
public final class Presences implements PresenceBus {
  private static final Logger LOG = System.getLogger(Presences.class.getName());

  /** So many times the patience with a node a question is remembered. */
  private static final int QUESTION_MEMORY = 4;

  /** So many questions are remembered; a client may ask any number. */
  private static final int QUESTIONS_LIMIT = 1_000;

  /** A quarter of the characters of presences that may wait for the lanes of their documents. */
  private static final int LARGEST = 1 << 20;

  private final NodeId self;
  private final DocumentService documents;
  private final Consumer<BusMessage> publish;
  private final Duration nodeTimeout;
  private final LongSupplier nanoTime;
  private final PresenceHub hub = new PresenceHub(this);
  private final Underway underway = new Underway(LARGEST);

  /** The number of the last presence or question told. */
  private final AtomicLong number = new AtomicLong();

  /** The channels that somebody here has asked about lately, and when. */
  private final Map<Channel, Long> questions = new ConcurrentHashMap<>();

  private final Map<NodeId, RemotePresences> nodes = new HashMap<>();
  private boolean wanted;
  private long rounds;
  private boolean countIsDue;
  private long lastTick;

  /**
   * The presences of a node.
   *
   * @param documents bring presences to their newest version
   * @param publish passes a message on to the other nodes; must not block
   * @param nodeTimeout after which silence a node is taken for dead; several of its beats
   * @param nanoTime as {@link System#nanoTime}
   */
  public Presences(
      NodeId self,
      DocumentService documents,
      Consumer<BusMessage> publish,
      Duration nodeTimeout,
      LongSupplier nanoTime) {
    this.self = self;
    this.documents = documents;
    this.publish = publish;
    this.nodeTimeout = nodeTimeout;
    this.nanoTime = nanoTime;
    this.lastTick = nanoTime.getAsLong();
  }

  /** Where the clients of this node tell and hear. */
  public PresenceHub hub() {
    return hub;
  }

  // To other nodes

  @Override
  public void tell(PresenceMessage presence) {
    publish.accept(new BusMessage.Presence(presence, number.incrementAndGet()));
  }

  @Override
  public void want(Channel channel) {
    if (questions.size() < QUESTIONS_LIMIT) {
      questions.put(channel, nanoTime.getAsLong());
    }
    ask(channel);
  }

  // From other nodes

  /** A message of another node has arrived, be it about presences or not. */
  synchronized void heard(Envelope envelope) {
    NodeId node = envelope.node();
    BusMessage message = envelope.message();
    if (message instanceof BusMessage.Leaving) {
      RemotePresences left = nodes.remove(node);
      if (left != null) {
        takeBack(left.removeAll(), node);
      }
      return;
    }
    long now = nanoTime.getAsLong();
    RemotePresences remote =
        nodes.computeIfAbsent(node, anew -> new RemotePresences(nodeTimeout, now));
    remote.heard(now);
    if (message instanceof BusMessage.Presence presence) {
      heard(presence, node, remote, now);
    } else if (message instanceof BusMessage.PresencesTold count) {
      remote.count(count, now);
    } else if (message instanceof BusMessage.PresencesReplaced replaced) {
      replaced.numbers().forEach(remote::isNew);
    } else if (message instanceof BusMessage.PresenceWanted asked) {
      if (remote.isNew(asked.number())) {
        hub.heardWanted(asked.channel());
      }
    } else if (message instanceof BusMessage.PresencesWanted asked && asked.of().equals(self)) {
      wanted = true;
    }
  }

  private void heard(BusMessage.Presence message, NodeId node, RemotePresences remote, long now) {
    PresenceMessage presence = message.presence();
    // What is gone is noted even if nobody listens: one may, before an older message comes late.
    boolean isWanted = hub.isHeard(presence.channel());
    try {
      if (remote.isNew(message.number())
          && (isWanted || presence.isGone())
          && remote.isNewer(presence, message.number(), now)
          && isWanted) {
        pass(presence, node);
      }
    } catch (CollabException e) {
      LOG.log(Level.DEBUG, "The presence that {0} told is none", node);
    }
  }

  /**
   * On the document's lane; so all that is told of one presence keeps its order. What comes while
   * too much waits there is lost, but for the news that something is gone.
   */
  private void pass(PresenceMessage presence, NodeId node) {
    if (presence.isGone()) {
      pass(presence, node, () -> {});
    } else {
      underway.run(
          presence.text().length(),
          end -> pass(presence, node, end),
          () -> LOG.log(Level.DEBUG, "Too many presences wait"));
    }
  }

  private void pass(PresenceMessage presence, NodeId node, Runnable end) {
    presence.toNewestVersion(
        documents,
        newest -> {
          end.run();
          hub.heard(newest, node);
        });
  }

  private void takeBack(List<PresenceMessage> ended, NodeId node) {
    for (PresenceMessage gone : ended) {
      if (hub.isHeard(gone.channel())) {
        pass(gone, node);
      } else {
        // Not by way of its document, which is perhaps not in memory any more.
        hub.heard(gone, node);
      }
    }
  }

  // Now and then

  /**
   * Finds out who is dead and what is missing, and answers other nodes that ask. To be called about
   * twice a second.
   */
  synchronized void tick() {
    long now = nanoTime.getAsLong();
    if (now - lastTick > nodeTimeout.toNanos() / 2) {
      // This node was asleep: it cannot tell who was silent meanwhile.
      nodes.values().forEach(remote -> remote.forgive(now));
    }
    lastTick = now;
    for (Iterator<Map.Entry<NodeId, RemotePresences>> all = nodes.entrySet().iterator();
        all.hasNext(); ) {
      Map.Entry<NodeId, RemotePresences> each = all.next();
      RemotePresences remote = each.getValue();
      if (remote.isSilent(now)) {
        all.remove();
        takeBack(remote.removeAll(), each.getKey());
      } else {
        look(each.getKey(), remote, now);
      }
    }
    answer(now);
    count();
  }

  private void look(NodeId node, RemotePresences remote, long now) {
    remote.look();
    takeBack(remote.removeUntold(now), node);
    takeBack(remote.removeUnwanted(hub::isHeard, now), node);
    if (remote.mustBeAsked(now)) {
      publish.accept(new BusMessage.PresencesWanted(node));
    }
  }

  /**
   * If another node has missed something of this one, its clients tell theirs again. What was
   * missed may also have been a question.
   */
  private void answer(long now) {
    questions.values().removeIf(asked -> now - asked > QUESTION_MEMORY * nodeTimeout.toNanos());
    if (wanted) {
      wanted = false;
      rounds++;
      hub.channels().forEach(hub::heardWanted);
      questions.keySet().forEach(this::ask);
    }
  }

  private void ask(Channel channel) {
    publish.accept(new BusMessage.PresenceWanted(channel, number.incrementAndGet()));
  }

  /** Every other time. */
  private void count() {
    countIsDue = !countIsDue;
    long last = number.get();
    if (countIsDue && (last > 0 || rounds > 0)) {
      publish.accept(new BusMessage.PresencesTold(last, rounds));
    }
  }
}
