package io.collabee.sample;

import io.collabee.impl.json.JsonText;
import io.collabee.impl.ot.Text;
import io.collabee.impl.ot.TextOperation;
import io.collabee.impl.ot.TextType;
import io.collabee.impl.simulated.SimulatedDocument;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Types a {@link Trace} at a running server, one client for each agent, all driven by one thread.
 *
 * <p>Each edit is made when its client has seen exactly what the agent had seen: what came from the
 * server since waits outside ({@link LiveClient#nextFrame}) until an edit of the client's own needs
 * it. So the clients are behind each other as the people were. An operation is one edit or several
 * composed while another was on its way, as in the npm client, but cut wherever somebody saw one
 * edit and not yet the next.
 *
 * <p>With more than two agents the server's one order may hold an edit that an agent must see
 * behind one that it must not see yet; then it sees that one early, and {@link #early} counts it.
 */
final class TraceReplay {
  /** Who has typed so many edits that are not sent waits for the server's answer. */
  private static final int AHEAD = 12;

  /** The same for one who types alone, so that a long text does not take long. */
  private static final int AHEAD_ALONE = 40;

  private final TextType type = new TextType();
  private final boolean apart;
  private final List<Agent> agents = new ArrayList<>();

  /** What each operation holds, by its source and seq. */
  private final Map<String, Typed> sent = new HashMap<>();

  private int early;

  private TraceReplay(URI server, String document, Trace trace, boolean apart) {
    this.apart = apart;
    for (int i = 0; i < trace.agents(); i++) {
      agents.add(new Agent(i, server, document, trace));
    }
    for (Trace.Edit edit : trace.edits()) {
      agents.get(edit.agent()).edits.add(edit);
      for (Agent other : agents) {
        if (other.number != edit.agent()) {
          other.cuts.set(edit.seen().get(other.number));
        }
      }
    }
  }

  /**
   * What came of it.
   *
   * @param contents of each client
   * @param operations how many the edits were sent as
   * @param early edits that a client saw before its agent had
   * @param fetches how often a client found that it had missed something
   */
  record Result(List<JsonValue> contents, int operations, int early, long fetches) {}

  /**
   * Whose edits an operation holds.
   *
   * @param upTo the number of the last one, counted from 1
   */
  private record Typed(int agent, int upTo) {}

  /** Types the whole trace into an existing, empty document. */
  static Result run(URI server, String document, Trace trace) {
    return run(new TraceReplay(server, document, trace, false));
  }

  /** The same with each patch an operation of its own, as of people who type slowly. */
  static Result runSlowly(URI server, String document, Trace trace) {
    return run(new TraceReplay(server, document, trace, true));
  }

  private static Result run(TraceReplay replay) {
    replay.type();
    return replay.settle();
  }

  private void type() {
    while (agents.stream().anyMatch(agent -> agent.next < agent.edits.size())) {
      boolean moved = false;
      for (Agent agent : agents) {
        moved |= agent.turn();
      }
      if (!moved) {
        // Everybody waits for the server; a moment is enough, whoever is answered first.
        agents.get(0).client.await(Duration.ofMillis(1));
      }
    }
  }

  private Result settle() {
    agents.forEach(
        agent -> agent.client.until("all is acknowledged", () -> !agent.document.hasPending()));
    long head = agents.stream().mapToLong(agent -> agent.document.version()).max().orElseThrow();
    agents.forEach(
        agent -> agent.client.until("all has come", () -> agent.document.version() == head));
    Result result =
        new Result(
            agents.stream().map(agent -> agent.document.json()).toList(),
            sent.size(),
            early,
            agents.stream().mapToLong(agent -> agent.document.fetches()).sum());
    agents.forEach(agent -> agent.client.close());
    return result;
  }

  /** One of those who typed. */
  private final class Agent {
    final int number;
    final LiveClient client;
    final SimulatedDocument<Text, TextOperation> document;
    final List<Trace.Edit> edits = new ArrayList<>();

    /** After so many own edits somebody looked. */
    final BitSet cuts = new BitSet();

    /** How many edits of each agent are in the document. */
    final int[] seen;

    int next;
    int sentUpTo;

    Agent(int number, URI server, String document, Trace trace) {
      this.number = number;
      this.seen = new int[trace.agents()];
      client = new LiveClient(server);
      if (!client.connect()) {
        throw new AssertionError("no connection to " + server);
      }
      this.document = client.open(document, type);
      client.until("the document is there", () -> this.document.content().isPresent());
      this.document.onSending(
          (source, seq, label) -> {
            sentUpTo = (Integer) label;
            sent.put(source + ':' + seq, new Typed(number, sentUpTo));
          });
    }

    /** Sees what it may and types what it can; {@code false} if nothing is to be done now. */
    boolean turn() {
      boolean moved = false;
      while (client.nextFrame() != null && maySee()) {
        see();
        moved = true;
      }
      if (next == edits.size()) {
        return moved;
      }
      boolean mustNotLook = client.nextFrame() != null && !maySee();
      if (hasSeenWhatItNeeds()) {
        // One who must not look yet types on, however much is unsent: only then may he.
        if (mustNotLook || next - sentUpTo < (agents.size() == 1 ? AHEAD_ALONE : AHEAD)) {
          edit();
          moved = true;
        }
      } else if (mustNotLook) {
        early++;
        see();
        moved = true;
      }
      return moved;
    }

    private boolean hasSeenWhatItNeeds() {
      List<Integer> needed = edits.get(next).seen();
      for (int i = 0; i < seen.length; i++) {
        if (i != number && seen[i] < needed.get(i)) {
          return false;
        }
      }
      return true;
    }

    private boolean maySee() {
      Typed from = origin();
      return from == null
          || from.agent() == number
          || next == edits.size()
          || from.upTo() <= edits.get(next).seen().get(from.agent());
    }

    private void see() {
      Typed from = origin();
      client.step(Duration.ZERO);
      if (from != null) {
        seen[from.agent()] = Math.max(seen[from.agent()], from.upTo());
      }
    }

    /** Whose edits the next frame holds, and up to which; {@code null} if it holds none. */
    private @Nullable Typed origin() {
      String frame = client.nextFrame();
      if (frame == null) {
        return null;
      }
      JsonObject message = JsonText.parse(frame).asJsonObject();
      return message.getString("a").equals("op") && !message.containsKey("error")
          ? sent.get(message.getString("src") + ':' + message.getInt("seq"))
          : null;
    }

    private void edit() {
      boolean isCut = cuts.get(next);
      next++;
      boolean first = true;
      for (Trace.Patch patch : edits.get(next - 1).patches()) {
        document.edit(operation(patch), next, !apart && (!first || !isCut));
        first = false;
      }
    }

    private TextOperation operation(Trace.Patch patch) {
      // After an edit was seen early the text may be shorter than the agent knew it.
      int length = document.content().orElseThrow().length();
      int position = Math.min(patch.position(), length);
      int deleted = Math.min(patch.deleted(), length - position);
      JsonArrayBuilder op = JsonText.values().createArrayBuilder();
      if (position > 0) {
        op.add(position);
      }
      if (deleted > 0) {
        op.add(JsonText.values().createObjectBuilder().add("d", deleted));
      }
      if (!patch.inserted().isEmpty()) {
        op.add(patch.inserted());
      }
      return type.operation(op.build());
    }
  }
}
