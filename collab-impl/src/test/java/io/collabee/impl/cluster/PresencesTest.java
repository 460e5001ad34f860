package io.collabee.impl.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.collabee.DocumentId;
import io.collabee.impl.document.CommitListener;
import io.collabee.impl.document.InMemoryOperationLog;
import io.collabee.impl.document.LiveDocuments;
import io.collabee.impl.ot.Seeds;
import io.collabee.impl.protocol.Channel;
import io.collabee.impl.protocol.PresenceMessage;
import io.collabee.impl.protocol.TestClient;
import io.collabee.impl.protocol.TestNode;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients of several nodes, with a bus and a time that do what the test says. */
class PresencesTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Duration TICK = Duration.ofMillis(500);

  private final InMemoryOperationLog log = new InMemoryOperationLog();
  private final List<Node> nodes = new ArrayList<>();
  private long now;

  /** A node, its way to the others, and what its clients see. */
  private final class Node {
    final NodeId id = NodeId.random();
    final Queue<Envelope> said = new ConcurrentLinkedQueue<>();
    final Presences presences;
    final TestNode clients;
    final LiveDocuments live;
    boolean isRunning = true;
    Predicate<Envelope> heard = envelope -> true;

    Node() {
      Presences[] made = new Presences[1];
      LiveDocuments[] documents = new LiveDocuments[1];
      clients =
          new TestNode(
              log,
              CommitListener.NONE,
              of -> {
                documents[0] = of;
                made[0] =
                    new Presences(id, of, message -> said.add(of(message)), TIMEOUT, () -> now);
                return made[0].hub();
              });
      presences = made[0];
      live = documents[0];
      nodes.add(this);
    }

    Envelope of(BusMessage message) {
      return new Envelope(id, message);
    }

    void hear(Envelope envelope) {
      if (isRunning && !envelope.node().equals(id) && heard.test(envelope)) {
        presences.heard(envelope);
      }
    }
  }

  /** A client that knows the presences of others, and answers when it is asked for its own. */
  private static final class User {
    final TestClient client;
    final Map<String, JsonValue> others = new LinkedHashMap<>();
    final Map<String, String> own = new LinkedHashMap<>();
    long version;

    User(Node node, String name) {
      client = node.clients.connect(name);
    }

    User listening(String channel) {
      client.send("{'a':'ps','ch':'" + channel + "','seq':1}");
      return this;
    }

    void tell(String channel, String value) {
      own.put(channel, value);
      version++;
      client.send(
          "{'a':'p','ch':'" + channel + "','id':'x','p':" + value + ",'pv':" + version + "}");
    }

    void look() {
      JsonObject message;
      while ((message = client.nextIfAny()) != null) {
        if (message.getString("a").equals("pr") && message.containsKey("ch")) {
          String value = own.get(message.getString("ch"));
          if (value != null) {
            tell(message.getString("ch"), value);
          }
        } else if (message.getString("a").equals("p")
            && !message.getString("src").equals(client.id())) {
          if (JsonValue.NULL.equals(message.get("p"))) {
            others.remove(message.getString("src"));
          } else {
            others.put(message.getString("src"), message.get("p"));
          }
        }
      }
    }
  }

  private final List<User> users = new ArrayList<>();

  private User user(Node node, String name) {
    User user = new User(node, name).listening("lobby");
    users.add(user);
    settle();
    return user;
  }

  @AfterEach
  void stop() {
    nodes.forEach(node -> node.clients.close());
  }

  /** Brings everybody what was said, until nobody has more to say. */
  private void settle() {
    boolean again;
    do {
      again = deliver();
      users.forEach(User::look);
    } while (again);
  }

  private boolean deliver() {
    Queue<Envelope> all = new ArrayDeque<>();
    for (Node node : nodes) {
      for (Envelope next = node.said.poll(); next != null; next = node.said.poll()) {
        if (node.isRunning) {
          all.add(next);
        }
      }
    }
    all.forEach(envelope -> nodes.forEach(node -> node.hear(envelope)));
    return !all.isEmpty();
  }

  /** Time goes on; who runs gives a sign of life twice a second. */
  private void pass(Duration time) {
    for (Duration left = time; left.toMillis() > 0; left = left.minus(TICK)) {
      now += TICK.toNanos();
      for (Node node : nodes) {
        if (node.isRunning) {
          node.said.add(node.of(new BusMessage.Beat(1)));
          node.presences.tick();
        }
      }
      settle();
    }
  }

  @Test
  void aPresenceIsToldOnAllNodes() {
    User ann = user(new Node(), "ann");
    User bob = user(new Node(), "bob");
    User cid = user(new Node(), "cid");

    ann.tell("lobby", "1");
    settle();

    assertThat(bob.others).containsOnlyKeys(ann.client.id());
    assertThat(cid.others).containsOnlyKeys(ann.client.id());
  }

  @Test
  void aNewcomerHearsOfThoseOnOtherNodes() {
    User ann = user(new Node(), "ann");
    ann.tell("lobby", "1");

    User bob = user(new Node(), "bob");

    assertThat(bob.others).containsOnlyKeys(ann.client.id());
  }

  @Test
  void theClientsOfANodeThatDiesAreGone() {
    Node dying = new Node();
    User ann = user(dying, "ann");
    User bob = user(new Node(), "bob");
    User cid = user(nodes.get(1), "cid");
    ann.tell("lobby", "1");
    cid.tell("lobby", "2");
    pass(Duration.ofSeconds(10));
    assertThat(bob.others).containsOnlyKeys(ann.client.id(), cid.client.id());

    dying.isRunning = false;
    pass(TIMEOUT.plus(TICK));

    assertThat(bob.others).containsOnlyKeys(cid.client.id());
    assertThat(cid.others).isEmpty();
  }

  @Test
  void theClientsOfANodeThatLeavesAreGoneAtOnce() {
    Node leaving = new Node();
    User ann = user(leaving, "ann");
    User bob = user(new Node(), "bob");
    ann.tell("lobby", "1");
    settle();

    leaving.said.add(leaving.of(new BusMessage.Leaving()));
    settle();

    assertThat(bob.others).isEmpty();
  }

  @Test
  void whoIsHeardAgainAfterASilenceIsThereAgain() {
    Node first = new Node();
    Node second = new Node();
    User ann = user(first, "ann");
    User bob = user(second, "bob");
    ann.tell("lobby", "1");
    bob.tell("lobby", "2");
    pass(TICK);
    // Nothing gets through between the two.
    first.heard = envelope -> false;
    second.heard = envelope -> false;
    pass(TIMEOUT.plus(TICK));
    assertThat(ann.others).isEmpty();
    assertThat(bob.others).isEmpty();

    first.heard = envelope -> true;
    second.heard = envelope -> true;
    pass(TICK.multipliedBy(3));

    assertThat(ann.others).containsOnlyKeys(bob.client.id());
    assertThat(bob.others).containsOnlyKeys(ann.client.id());
  }

  @Test
  void aNodeThatSleptKeepsWhoIsStillThere() {
    Node sleeping = new Node();
    User ann = user(sleeping, "ann");
    User bob = user(new Node(), "bob");
    bob.tell("lobby", "2");
    pass(TICK);

    now += Duration.ofSeconds(20).toNanos();
    sleeping.presences.tick();

    settle();
    assertThat(ann.others).containsOnlyKeys(bob.client.id());
  }

  @Test
  void aPresenceWhoseMessageWasLostIsAskedFor() {
    Node deaf = new Node();
    User ann = user(deaf, "ann");
    User bob = user(new Node(), "bob");
    pass(TIMEOUT.multipliedBy(3));

    deaf.heard = envelope -> !(envelope.message() instanceof BusMessage.Presence);
    bob.tell("lobby", "2");
    settle();
    deaf.heard = envelope -> true;
    pass(Duration.ofSeconds(3));

    assertThat(ann.others).containsOnlyKeys(bob.client.id());
  }

  @Test
  void aPresenceThatWasTakenBackUnheardIsGoneWhenItIsNotToldAgain() {
    Node deaf = new Node();
    User ann = user(deaf, "ann");
    User bob = user(new Node(), "bob");
    User cid = user(nodes.get(1), "cid");
    bob.tell("lobby", "2");
    cid.tell("lobby", "3");
    pass(TIMEOUT.multipliedBy(3));
    assertThat(ann.others).containsOnlyKeys(bob.client.id(), cid.client.id());

    deaf.heard = envelope -> !(envelope.message() instanceof BusMessage.Presence);
    users.remove(bob);
    bob.client.session().closed();
    settle();
    deaf.heard = envelope -> true;
    pass(TIMEOUT.plusSeconds(3));

    assertThat(ann.others).containsOnlyKeys(cid.client.id());
  }

  @Test
  void nobodyIsGoneBecauseAQuestionWasLost() {
    Node first = new Node();
    User ann = user(first, "ann");
    Node second = new Node();
    User bob = user(second, "bob");
    bob.tell("lobby", "2");
    second.heard = envelope -> !(envelope.message() instanceof BusMessage.PresencesWanted);

    pass(TIMEOUT.multipliedBy(6));

    assertThat(ann.others).containsOnlyKeys(bob.client.id());
  }

  @Test
  void repeatedAndLateMessagesChangeNothing() {
    Node hearing = new Node();
    User ann = user(hearing, "ann");
    Node telling = new Node();
    User bob = user(telling, "bob");
    bob.tell("lobby", "2");
    List<Envelope> said = List.copyOf(telling.said);
    settle();
    users.remove(bob);
    bob.client.session().closed();
    settle();
    assertThat(ann.others).isEmpty();

    said.forEach(hearing::hear);
    settle();

    assertThat(ann.others).isEmpty();
  }

  @Test
  void messagesInTheWrongOrderEndWithTheNewest() {
    Node hearing = new Node();
    User ann = user(hearing, "ann");
    Node telling = new Node();
    User bob = user(telling, "bob");
    bob.tell("lobby", "2");
    users.remove(bob);
    bob.client.session().closed();
    List<Envelope> said = new ArrayList<>(telling.said);
    telling.said.clear();
    Collections.reverse(said);

    said.forEach(hearing::hear);
    settle();

    assertThat(ann.others).isEmpty();
  }

  @Test
  void aClientThatMovedToAnotherNodeStaysWhenItsFormerNodeNotices() {
    Node former = new Node();
    Node next = new Node();
    User ann = user(new Node(), "ann");
    User bob = user(former, "bob");
    bob.tell("lobby", "2");
    settle();
    TestClient moved = next.clients.connect("bob");
    moved.shakeHands('"' + bob.client.id() + '"');
    moved.send("{'a':'p','ch':'lobby','id':'x','p':2,'pv':1}");
    settle();

    bob.client.session().closed();
    settle();
    assertThat(ann.others).containsOnlyKeys(bob.client.id());

    moved.session().closed();
    settle();
    assertThat(ann.others).isEmpty();
  }

  @Test
  void aMessageThatIsNoPresenceIsPassedOver() {
    Node hearing = new Node();
    User ann = user(hearing, "ann").listening("c.d");
    NodeId stranger = NodeId.random();
    for (String text : List.of("", "[]", "{")) {
      PresenceMessage broken =
          new PresenceMessage(
              new Channel("default", "c.d"),
              "s",
              "x",
              1,
              Optional.of(DocumentId.of("c", "d")),
              false,
              text);
      hearing.hear(new Envelope(stranger, new BusMessage.Presence(broken, 1)));
    }
    hearing.hear(new Envelope(stranger, new BusMessage.Leaving()));
    settle();

    assertThat(ann.others).isEmpty();
  }

  @Test
  void whatAnotherNodeTellsDoesNotFillTheMemoryWhileADocumentIsBeingRead() {
    Node hearing = new Node();
    User ann = user(hearing, "ann").listening("c.d");
    CountDownLatch held = new CountDownLatch(1);
    hearing.live.versions(each -> awaitUninterrupted(held));
    NodeId flooding = NodeId.random();
    String value = "\"" + "x".repeat(1 << 20) + "\"";
    for (int i = 1; i <= 50; i++) {
      hearing.hear(new Envelope(flooding, new BusMessage.Presence(cursor("s" + i, value), i)));
    }
    hearing.hear(new Envelope(flooding, new BusMessage.Presence(cursor("s1", "null"), 51)));

    held.countDown();

    await()
        .untilAsserted(
            () -> {
              settle();
              assertThat(ann.others).hasSizeBetween(1, 10).doesNotContainKey("s1");
            });
  }

  @Test
  void whoeverAsksForManyChannelsDoesNotMakeHisNodeAskForAllAgain() {
    Node asking = new Node();
    for (int i = 0; i < 5_000; i++) {
      asking.presences.want(new Channel("default", "channel" + i));
    }
    asking.said.clear();

    asking.hear(new Envelope(NodeId.random(), new BusMessage.PresencesWanted(asking.id)));
    asking.presences.tick();

    assertThat(asking.said)
        .filteredOn(envelope -> envelope.message() instanceof BusMessage.PresenceWanted)
        .hasSize(1_000);
  }

  private static PresenceMessage cursor(String source, String value) {
    String text =
        "{'a':'p','ch':'c.d','src':'%s','id':'x','p':%s,'pv':1,'c':'c','d':'d','v':0}"
            .formatted(source, value)
            .replace('\'', '"');
    return new PresenceMessage(
        new Channel("default", "c.d"),
        source,
        "x",
        1,
        Optional.of(DocumentId.of("c", "d")),
        value.equals("null"),
        text);
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void thePresenceOfADocumentIsBroughtToTheVersionThatTheNodeHas() {
    Node ahead = new Node();
    Node behind = new Node();
    String document = "'c':'c','d':'d'";
    TestClient writer = ahead.clients.connect("ann");
    writer.send(
        "{'a':'op',"
            + document
            + ",'v':0,'seq':1,'create':{'type':'rich-text','data':[{'insert':'abc'}]}}");
    writer.next();
    TestClient teller = behind.clients.connect("bob");
    TestClient listener = ahead.clients.connect("cid");
    listener.send("{'a':'ps','ch':'c.d','seq':1}");
    listener.next();
    String cursor =
        "{'a':'p','ch':'c.d','id':'x','p':{'index':1,'length':1},'pv':0," + document + ",'v':1}";
    // Here the other node reads the document; it is not told that it goes on.
    teller.send(cursor);
    assertThat(teller.next().getInt("v")).isEqualTo(1);
    behind.said.clear();
    writer.send("{'a':'op'," + document + ",'v':1,'seq':2,'op':[{'insert':'xy'}]}");
    writer.next();

    teller.send(cursor.replace("'pv':0", "'pv':1"));
    assertThat(teller.next().getInt("v")).isEqualTo(1);
    settle();

    JsonObject heard = listener.next();
    assertThat(heard.getInt("v")).isEqualTo(2);
    assertThat(heard.getJsonObject("p").getInt("index")).isEqualTo(3);

    behind.said.add(behind.of(new BusMessage.Leaving()));
    settle();

    JsonObject gone = listener.next();
    assertThat(gone.getInt("v")).isEqualTo(2);
    assertThat(gone).containsEntry("p", JsonValue.NULL);
  }

  /** Whatever the bus does, when it has been well for a while all see who is there. */
  @Test
  void allSeeTheSameInTheEnd() {
    Seeds.upTo(300, 60, (random, size) -> new Chaos(random).run(size));
  }

  private final class Chaos {
    private final Random random;
    private final List<Envelope> underWay = new ArrayList<>();
    private boolean isCalm;

    Chaos(Random random) {
      this.random = random;
      stop();
      nodes.clear();
      users.clear();
      for (int i = 0; i < 3; i++) {
        Node node = new Node();
        node.heard = envelope -> isCalm || random.nextInt(10) > 0;
      }
    }

    void run(int steps) {
      for (int i = 0; i < steps; i++) {
        step();
      }
      isCalm = true;
      underWay.clear();
      pass(TIMEOUT.multipliedBy(6));

      for (User user : users) {
        List<String> others =
            users.stream()
                .filter(other -> other != user && !other.own.isEmpty())
                .map(other -> other.client.id())
                .toList();
        assertThat(user.others.keySet()).containsExactlyInAnyOrderElementsOf(others);
      }
    }

    private void step() {
      switch (random.nextInt(8)) {
        case 0 -> {
          if (users.size() < 8) {
            Node node = nodes.get(random.nextInt(nodes.size()));
            users.add(new User(node, "user").listening("lobby"));
          }
        }
        case 1 -> {
          if (!users.isEmpty()) {
            users.remove(random.nextInt(users.size())).client.session().closed();
          }
        }
        case 2, 3, 4 -> {
          if (!users.isEmpty()) {
            users.get(random.nextInt(users.size())).tell("lobby", "" + random.nextInt(9));
          }
        }
        case 5 -> {
          now += TICK.toNanos();
          nodes.forEach(node -> node.said.add(node.of(new BusMessage.Beat(1))));
          nodes.forEach(node -> node.presences.tick());
        }
        default -> deliverSome();
      }
      users.forEach(User::look);
    }

    /** In any order; some twice, some never. */
    private void deliverSome() {
      for (Node node : nodes) {
        for (Envelope next = node.said.poll(); next != null; next = node.said.poll()) {
          underWay.add(next);
        }
      }
      Collections.shuffle(underWay, random);
      for (int i = random.nextInt(underWay.size() + 1); i > 0; i--) {
        Envelope next = underWay.remove(underWay.size() - 1);
        nodes.forEach(node -> node.hear(next));
        if (random.nextInt(10) == 0) {
          underWay.add(next);
        }
      }
    }
  }
}
