package io.collabee.impl.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.DocumentId;
import io.collabee.impl.document.LoggedOperation;
import io.collabee.impl.json.JsonText;
import io.collabee.impl.ot.RichTextType;
import io.collabee.impl.ot.TextType;
import io.collabee.impl.simulated.SimulatedDocument;
import io.collabee.impl.simulated.SimulatedDocument.Acknowledged;
import io.collabee.spi.DocumentType;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Clients edit one document over a network that delays messages by chance and breaks connections
 * with what is under way in both directions.
 *
 * <p>The seed decides what clients do and what the network does to them. Lanes are threads, so a
 * seed does not repeat a run to the letter.
 */
public final class RandomClients<S, O> {
  private static final int CLIENTS = 5;
  private static final int STEPS = 600;

  private final List<TestNode> nodes;
  private final Random random;
  private final Kind<S, O> kind;
  private final DocumentId document;
  private final List<SimulatedConnection> clients = new ArrayList<>();
  private final List<SimulatedDocument<S, O>> documents = new ArrayList<>();

  private RandomClients(List<TestNode> nodes, Random random, Kind<S, O> kind, DocumentId document) {
    this.document = document;
    this.nodes = nodes;
    this.random = random;
    this.kind = kind;
    for (int i = 0; i < CLIENTS; i++) {
      // Two of them belong to one person.
      SimulatedConnection client = new SimulatedConnection("person " + i / 2);
      clients.add(client);
      documents.add(client.client().document(document.collection(), document.id(), kind.type()));
    }
  }

  /** What is edited, and how. */
  public record Kind<S, O>(DocumentType<S, O> type, RandomEdit edit, String start) {
    public static final Kind<?, ?> TEXT =
        new Kind<>(new TextType(), RandomClients::textEdit, "\"start\"");
    public static final Kind<?, ?> RICH_TEXT =
        new Kind<>(new RichTextType(), RandomClients::richTextEdit, "{\"ops\":[]}");
  }

  /** Makes an operation on a content. */
  public interface RandomEdit {
    JsonValue on(JsonValue content, Random random);
  }

  /**
   * Lets clients edit one document by chance, and checks that in the end all of them and all nodes
   * have the same content, and that what was acknowledged is in the log, once.
   *
   * @param nodes on one log; clients connect to any of them
   */
  public static void converge(
      long seed, Kind<?, ?> kind, DocumentId document, List<TestNode> nodes) {
    try {
      new RandomClients<>(nodes, new Random(seed), kind, document).run();
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(
          "-Dcollab.seed=" + seed + " with " + kind.type().name() + ": " + e.getMessage(), e);
    }
  }

  /** The seed that is asked for, or new ones. */
  public static List<Long> seeds(int count) {
    Long only = Long.getLong("collab.seed");
    if (only != null) {
      return List.of(only);
    }
    long first = System.nanoTime();
    return new Random(first).longs(count).boxed().toList();
  }

  private void connect(SimulatedConnection client) {
    client.connect(nodes.get(random.nextInt(nodes.size())));
  }

  private void run() {
    clients.forEach(this::connect);
    documents.get(0).create(JsonText.parse(kind.start()));
    settle();
    documents.forEach(SimulatedDocument::subscribe);
    settle();
    for (int i = 0; i < STEPS; i++) {
      step();
    }
    clients.stream().filter(c -> !c.isConnected()).forEach(this::connect);
    settle();
    check();
    clients.forEach(SimulatedConnection::breakOff);
  }

  private void step() {
    int i = random.nextInt(CLIENTS);
    SimulatedConnection client = clients.get(i);
    switch (random.nextInt(20)) {
      case 0 -> client.breakOff();
      case 1, 2, 3 -> {
        if (!client.isConnected()) {
          connect(client);
        }
      }
      case 4, 5, 6, 7, 8 -> edit(documents.get(i));
      case 9, 10, 11, 12, 13 -> client.deliverToServer();
      default -> client.deliverToClient();
    }
  }

  private void edit(SimulatedDocument<S, O> document) {
    if (document.content().isPresent()) {
      JsonValue operation = kind.edit().on(document.json(), random);
      document.edit(kind.type().operation(operation), null, random.nextBoolean());
    }
  }

  /** Delivers everything until nothing is under way. */
  private void settle() {
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (!isSettled()) {
      clients.forEach(SimulatedConnection::deliverAll);
      if (System.nanoTime() > deadline) {
        throw new AssertionError("no rest: " + clients);
      }
      Thread.onSpinWait();
    }
  }

  private boolean isSettled() {
    long head = nodes.get(0).content(document).version();
    return clients.stream().allMatch(c -> c.isIdle() && c.client().isReady())
        && documents.stream().noneMatch(SimulatedDocument::hasPending)
        && documents.stream()
            .allMatch(document -> !document.isSubscribed() || document.version() == head);
  }

  private void check() {
    // As values: of an object's members the order means nothing, and differs.
    JsonValue content = JsonText.parse(nodes.get(0).content(document).json());
    for (TestNode node : nodes) {
      assertThat(JsonText.parse(node.content(document).json())).isEqualTo(content);
    }
    for (SimulatedDocument<S, O> document : documents) {
      assertThat(document.json()).isEqualTo(content);
      assertThat(document.refused()).isEmpty();
    }
    for (SimulatedConnection client : clients) {
      assertThat(client.client().errors()).isEmpty();
      assertThat(client.closedFor()).isNull();
    }
    Map<String, List<LoggedOperation>> logged =
        nodes.get(0).log.operations(document, 0, Long.MAX_VALUE).stream()
            .collect(Collectors.groupingBy(op -> op.source() + "/" + op.seq()));
    assertThat(logged.values()).allSatisfy(same -> assertThat(same).hasSize(1));
    for (SimulatedDocument<S, O> document : documents) {
      for (Acknowledged acknowledged : document.acknowledged()) {
        assertThat(logged.get(acknowledged.source() + "/" + acknowledged.seq()))
            .singleElement()
            .extracting(LoggedOperation::version)
            .isEqualTo(acknowledged.version());
      }
    }
  }

  private static JsonValue textEdit(JsonValue content, Random random) {
    String text = ((JsonString) content).getString();
    int length = text.codePointCount(0, text.length());
    int at = random.nextInt(length + 1);
    String skip = at == 0 ? "" : at + ",";
    boolean deletes = at < length && random.nextInt(3) == 0;
    String what =
        deletes
            ? "{\"d\":" + (1 + random.nextInt(length - at)) + "}"
            : JsonText.quote(word(random));
    return JsonText.parse("[" + skip + what + "]");
  }

  private static JsonValue richTextEdit(JsonValue content, Random random) {
    int length = 0;
    for (JsonValue op : content.asJsonObject().getJsonArray("ops")) {
      length +=
          op.asJsonObject().get("insert") instanceof JsonString s ? s.getString().length() : 1;
    }
    int at = random.nextInt(length + 1);
    String skip = at == 0 ? "" : "{\"retain\":" + at + "},";
    int reach = at < length ? 1 + random.nextInt(length - at) : 0;
    String what =
        switch (reach == 0 ? 3 : random.nextInt(6)) {
          case 0 -> "{\"delete\":" + reach + "}";
          case 1 -> "{\"retain\":" + reach + ",\"attributes\":{\"bold\":true}}";
          case 2 -> "{\"retain\":" + reach + ",\"attributes\":{\"bold\":null,\"size\":\"big\"}}";
          case 4 -> "{\"insert\":{\"image\":\"" + random.nextInt(9) + "\"}}";
          default -> "{\"insert\":" + JsonText.quote(asciiWord(random)) + "}";
        };
    return JsonText.parse("[" + skip + what + "]");
  }

  private static String word(Random random) {
    return random.nextInt(5) == 0 ? "\ud83d\ude00" : asciiWord(random);
  }

  private static String asciiWord(Random random) {
    String letter = String.valueOf((char) ('a' + random.nextInt(26)));
    return letter.repeat(1 + random.nextInt(3));
  }
}
