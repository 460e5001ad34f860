package io.collabee.impl.keeping;

import io.collabee.CollabException;
import io.collabee.ErrorCode;
import io.collabee.Operation;
import io.collabee.impl.document.Archive.Rewrite;
import io.collabee.impl.document.LoggedOperation;
import io.collabee.impl.document.SnapshotReplay;
import io.collabee.impl.document.StoredSnapshot;
import io.collabee.impl.document.TypedOperation;
import io.collabee.impl.document.View.Content;
import io.collabee.impl.json.JsonText;
import io.collabee.impl.ot.DocumentTypes;
import io.collabee.impl.ot.RichTextType;
import io.collabee.impl.ot.TextType;
import io.collabee.spi.DocumentType;
import io.collabee.spi.Sequence;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a range of a text or rich text unreadable in all of its history.
 *
 * <p><b>The idea.</b> Each unit of a content was inserted once, by some operation, and operations
 * never carry what they keep. So it is found out which operations inserted the units of the range;
 * there they are replaced, unit by unit, and everything keeps its length: all other operations mean
 * what they meant. Snapshots are then what the changed operations come to. It takes two walks over
 * the history, the first to the version of the range, with a rope of origins and a page of
 * operations in memory.
 */
final class Redacting {
  /** What stands for the content that the kept history begins with. */
  static final long START = -1;

  private static final BitSet NONE = new BitSet();

  private static final int LEAST_COPIED = 4;
  private static final char EMBED = '\uFFFC';

  private final Rewrite rewrite;
  private final DocumentTypes types;
  private final Map<Long, BitSet> units = new HashMap<>();
  private final ChangedOperations changed;
  private String text = "";
  private String copies = "";

  Redacting(Rewrite rewrite, DocumentTypes types) {
    this.rewrite = rewrite;
    this.types = types;
    this.changed = new ChangedOperations(rewrite);
  }

  /** The origins of a content, kept up while its history is gone through. */
  private final class Traced {
    final SnapshotReplay replay;
    Marks marks = Marks.of(START, 0);

    Traced(Optional<StoredSnapshot> start) {
      replay = new SnapshotReplay(start, types);
      marks = Marks.of(START, length(replay.content()));
    }

    void next(LoggedOperation logged) {
      TypedOperation operation = replay.next(logged);
      if (operation instanceof TypedOperation.Edit edit && isText(replay.content())) {
        marks = marks.after(steps(edit), logged.version());
      } else if (operation instanceof TypedOperation.Create
          || operation instanceof TypedOperation.Delete) {
        marks = Marks.of(logged.version(), length(replay.content()));
      }
    }
  }

  private static boolean isText(Optional<Content<?>> content) {
    return content
        .map(present -> present.type() instanceof TextType || isRich(present.type()))
        .orElse(false);
  }

  private static boolean isRich(DocumentType<?, ?> type) {
    return type instanceof RichTextType;
  }

  private static int length(Optional<Content<?>> content) {
    return isText(content) ? length(content.orElseThrow()) : 0;
  }

  private static <S> int length(Content<S> content) {
    return sequence(content.type()).length(content.value());
  }

  private static <S, O> Sequence<S, O> sequence(DocumentType<S, O> type) {
    return type.sequence().orElseThrow();
  }

  private static List<Sequence.Step> steps(TypedOperation.Edit edit) {
    return sequence(edit.type()).steps(edit.value());
  }

  /** Redacts. */
  Redacted range(long version, int from, int to) {
    find(version, from, to);
    Optional<StoredSnapshot> start = rewrite.snapshot(rewrite.first());
    Set<Long> snapshots = new HashSet<>(rewrite.snapshots());
    for (long alone : snapshots) {
      if (alone <= rewrite.first()) {
        // Of what is older than the operations only copies can be found.
        blackenSnapshot(alone, alone == rewrite.first() ? START : -2 - alone);
      }
    }
    Traced traced =
        new Traced(start.isPresent() ? rewrite.snapshot(rewrite.first()) : Optional.empty());
    Walk.over(
        rewrite::operations,
        traced.replay.version(),
        rewrite.head(),
        logged -> {
          traced.next(blackened(logged, traced.replay.content()));
          if (snapshots.contains(traced.replay.version())) {
            rewrite.put(traced.replay.snapshot());
          }
          return true;
        });
    changed.flush();
    Optional<String> type = traced.replay.content().map(content -> content.type().uri());
    return new Redacted(changed.count(), edit(traced), type, text, to - from);
  }

  /**
   * Checks that the operations around a version are kept.
   *
   * @throws CollabException {@link ErrorCode#ERR_OP_VERSION_NEWER_THAN_CURRENT_SNAPSHOT} or {@link
   *     ErrorCode#ERR_VERSION_GONE}
   */
  static void requireKept(Rewrite rewrite, long version) {
    if (version > rewrite.head()) {
      throw KeptVersion.ahead(version, rewrite.head());
    }
    if (version < rewrite.first() || KeptVersion.isMergedAt(rewrite, version)) {
      throw new CollabException(
          ErrorCode.ERR_VERSION_GONE, "The operations around version " + version + " are not kept");
    }
  }

  static CollabException noDocument(long version) {
    return new CollabException(
        ErrorCode.ERR_DOC_DOES_NOT_EXIST, "At version " + version + " the document did not exist");
  }

  /** What is made unreadable wherever it is inserted as a whole; empty if it is too short. */
  static String copies(String text) {
    // A text with an embed in it is inserted by no single string.
    boolean isOneString = text.length() >= LEAST_COPIED && text.indexOf(EMBED) < 0;
    return isOneString && !text.isBlank() ? text : "";
  }

  /** The strings of a value that came with one operation. */
  static JsonValue blackened(
      JsonValue value, Map<Long, BitSet> units, String copies, long version) {
    BitSet wanted = units.computeIfAbsent(version, absent -> new BitSet());
    JsonValue black = new Blackening(true, wanted, copies).blackened(value);
    units.remove(version, NONE);
    return black;
  }

  private void find(long version, int from, int to) {
    requireKept(rewrite, version);
    long first = rewrite.first();
    Traced traced = new Traced(rewrite.snapshot(first).filter(found -> found.version() == first));
    Walk.over(
        rewrite::operations,
        first,
        version,
        logged -> {
          traced.next(logged);
          return true;
        });
    Content<?> content = traced.replay.content().orElseThrow(() -> noDocument(version));
    if (!isText(traced.replay.content())) {
      throw new CollabException(
          ErrorCode.ERR_TYPE_DOES_NOT_SUPPORT_HISTORY,
          "Only a text or a rich text has ranges; a string of a json0 document is redacted by its path");
    }
    if (from < 0 || to <= from || to > traced.marks.length()) {
      throw new CollabException(
          ErrorCode.ERR_OT_OP_NOT_APPLIED,
          "The range from %d to %d is not in a content of length %d"
              .formatted(from, to, traced.marks.length()));
    }
    traced.marks.collect(from, to, units);
    text = text(content, from, to);
    copies = copies(text);
  }

  private static <S> String text(Content<S> content, int from, int to) {
    JsonValue part = sequence(content.type()).slice(content.value(), from, to);
    if (part instanceof JsonString text) {
      return text.getString();
    }
    StringBuilder text = new StringBuilder();
    for (JsonValue op : part.asJsonObject().getJsonArray("ops")) {
      if (op.asJsonObject().get("insert") instanceof JsonString inserted) {
        text.append(inserted.getString());
      } else {
        text.append(EMBED);
      }
    }
    return text.toString();
  }

  private JsonValue blackened(JsonValue json, boolean isRich, long version) {
    BitSet wanted = units.computeIfAbsent(version, absent -> new BitSet());
    JsonValue black = new Blackening(isRich, wanted, copies).of(json);
    if (wanted.isEmpty()) {
      units.remove(version);
    }
    return black;
  }

  private void blackenSnapshot(long version, long origin) {
    StoredSnapshot snapshot = rewrite.snapshot(version).orElseThrow();
    Optional<DocumentType<?, ?>> type = snapshot.type().map(types::get);
    if (type.isEmpty() || !(type.get() instanceof TextType || isRich(type.get()))) {
      return;
    }
    JsonValue content = JsonText.parse(snapshot.content());
    JsonValue black = blackened(content, isRich(type.get()), origin);
    if (!black.equals(content)) {
      rewrite.put(
          new StoredSnapshot(
              version,
              snapshot.type(),
              JsonText.writeKept(black),
              snapshot.time(),
              snapshot.sources()));
    }
  }

  private LoggedOperation blackened(LoggedOperation logged, Optional<Content<?>> before) {
    boolean isWanted =
        units.containsKey(logged.version())
            || !copies.isEmpty()
            || logged.payload().contains("{\"d\":\"");
    if (!isWanted) {
      return logged;
    }
    Operation operation = logged.operation();
    String payload = logged.payload();
    if (operation instanceof Operation.Edit edit && isText(before)) {
      JsonValue black = blackened(edit.op(), isRich(before.orElseThrow().type()), logged.version());
      if (!black.equals(edit.op())) {
        String mark =
            payload.endsWith(LoggedOperation.REWRITTEN) ? "," + LoggedOperation.REWRITTEN : "";
        payload = payload(new Operation.Edit(black), before) + mark;
      }
    } else if (operation instanceof Operation.Create create
        && (types.get(create.type()) instanceof TextType || isRich(types.get(create.type())))) {
      JsonValue black =
          blackened(create.data(), isRich(types.get(create.type())), logged.version());
      if (!black.equals(create.data())) {
        payload = payload(new Operation.Create(create.type(), black), before);
      }
    }
    LoggedOperation black = logged.with(payload);
    changed.put(logged, black);
    return black;
  }

  private String payload(Operation operation, Optional<Content<?>> before) {
    return TypedOperation.of(operation, before, types).payload();
  }

  /** What makes of the content that clients have the one that is there now. */
  private Optional<String> edit(Traced traced) {
    if (!isText(traced.replay.content())) {
      return Optional.empty();
    }
    List<int[]> ranges = traced.marks.ranges(units);
    if (ranges.isEmpty()) {
      return Optional.empty();
    }
    Content<?> content = traced.replay.content().orElseThrow();
    JsonValue op = isRich(content.type()) ? richEdit(content, ranges) : textEdit(ranges);
    return Optional.of(payload(new Operation.Edit(op), traced.replay.content()));
  }

  private static JsonArray textEdit(List<int[]> ranges) {
    JsonArrayBuilder steps = JsonText.values().createArrayBuilder();
    int position = 0;
    for (int[] range : ranges) {
      int length = range[1] - range[0];
      if (range[0] > position) {
        steps.add(range[0] - position);
      }
      steps.add(Blackening.UNIT.repeat(length));
      steps.add(JsonText.values().createObjectBuilder().add("d", length));
      position = range[1];
    }
    return steps.build();
  }

  private static <S> JsonObject richEdit(Content<S> content, List<int[]> ranges) {
    JsonArrayBuilder ops = JsonText.values().createArrayBuilder();
    int position = 0;
    for (int[] range : ranges) {
      if (range[0] > position) {
        ops.add(JsonText.values().createObjectBuilder().add("retain", range[0] - position));
      }
      for (Sequence.Formatted stretch :
          sequence(content.type()).formatting(content.value(), range[0], range[1])) {
        JsonObjectBuilder insert =
            JsonText.values()
                .createObjectBuilder()
                .add("insert", Blackening.UNIT.repeat(stretch.length()));
        if (!stretch.attributes().isEmpty()) {
          insert.add("attributes", stretch.attributes());
        }
        ops.add(insert);
      }
      ops.add(JsonText.values().createObjectBuilder().add("delete", range[1] - range[0]));
      position = range[1];
    }
    return JsonText.values().createObjectBuilder().add("ops", ops).build();
  }
}
