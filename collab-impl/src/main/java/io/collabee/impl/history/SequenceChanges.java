package io.collabee.impl.history;

import io.collabee.history.Change;
import io.collabee.history.Contribution;
import io.collabee.impl.history.Lineage.Fate;
import io.collabee.impl.history.Lineage.New;
import io.collabee.impl.history.Lineage.Old;
import io.collabee.impl.history.Lineage.Piece;
import io.collabee.impl.json.JsonText;
import io.collabee.spi.Sequence;
import io.collabee.spi.Sequence.Formatted;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes a {@link Lineage} as changes: walks over what is there now, and tells before each stretch
 * of old content what was deleted up to it, then what was inserted. Neighbours of one kind by one
 * author, made without a long pause, are told as one.
 */
final class SequenceChanges<S> {
  private final Sequence<S, ?> sequence;
  private final S old;
  private final S now;
  private final Duration gap;
  private final List<Change> changes = new ArrayList<>();

  /** Where the walk is, in what was and in what is. */
  private int oldPosition;

  private int position;

  /** What is to be told next, until something comes that is not one with it. */
  private @Nullable Stretch pending;

  SequenceChanges(Sequence<S, ?> sequence, S old, S now, Duration gap) {
    this.sequence = sequence;
    this.old = old;
    this.now = now;
    this.gap = gap;
  }

  private enum Kind {
    INSERTED,
    DELETED
  }

  /** Something inserted or deleted. */
  private record Stretch(Kind kind, int at, int length, Contribution by) {}

  List<Change> of(Lineage lineage) {
    List<New> inserted = new ArrayList<>();
    for (Piece piece : lineage.pieces()) {
      if (piece instanceof Old kept) {
        tellGap(lineage, kept.from(), inserted);
        tellFormatting(kept);
        oldPosition = kept.end();
        position += kept.length();
      } else {
        inserted.add((New) piece);
      }
    }
    tellGap(lineage, lineage.oldLength(), inserted);
    return changes;
  }

  /** What was deleted up to a position of the old content, and what was inserted there. */
  private void tellGap(Lineage lineage, int oldEnd, List<New> inserted) {
    for (Fate fate : lineage.fates(oldPosition, oldEnd)) {
      Origin deletion = fate.deletion();
      if (deletion == null) {
        throw new IllegalStateException("Nobody deleted what is gone");
      }
      tell(new Stretch(Kind.DELETED, oldPosition, fate.length(), deletion.contribution()));
      oldPosition += fate.length();
    }
    flush();
    for (New piece : inserted) {
      tell(new Stretch(Kind.INSERTED, position, piece.length(), piece.origin().contribution()));
      position += piece.length();
    }
    flush();
    inserted.clear();
  }

  private void tell(Stretch next) {
    Stretch before = pending;
    if (before != null && Origin.isOneWork(before.by, next.by, gap)) {
      pending =
          new Stretch(next.kind, before.at, before.length + next.length, before.by.and(next.by));
    } else {
      flush();
      pending = next;
    }
  }

  private void flush() {
    Stretch told = pending;
    pending = null;
    if (told == null) {
      return;
    }
    int end = told.at + told.length;
    changes.add(
        told.kind == Kind.DELETED
            ? new Change.Deletion(
                position, told.at, told.length, sequence.slice(old, told.at, end), told.by)
            : new Change.Insertion(
                told.at, told.length, sequence.slice(now, told.at, end), told.by));
  }

  // Formatting

  private void tellFormatting(Old kept) {
    if (kept.formatted().isEmpty()) {
      return;
    }
    Iterator<Formatted> after =
        sequence.formatting(now, position, position + kept.length()).iterator();
    int at = position;
    int left = 0;
    JsonObject attributes = JsonValue.EMPTY_JSON_OBJECT;
    for (Formatted before : sequence.formatting(old, kept.from(), kept.end())) {
      for (int rest = before.length(); rest > 0; ) {
        if (left == 0) {
          Formatted next = after.next();
          left = next.length();
          attributes = next.attributes();
        }
        int length = Math.min(rest, left);
        tellFormatting(at, length, before.attributes(), attributes, kept.formatted());
        at += length;
        rest -= length;
        left -= length;
      }
    }
  }

  private void tellFormatting(
      int at, int length, JsonObject before, JsonObject after, Map<String, Origin> formatted) {
    Map<String, Contribution> byAuthor = new LinkedHashMap<>();
    Map<String, Set<String>> names = new LinkedHashMap<>();
    formatted.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .filter(entry -> isChanged(entry.getKey(), before, after))
        .forEach(
            entry -> {
              Contribution by = entry.getValue().contribution();
              byAuthor.merge(by.author(), by, Contribution::and);
              names
                  .computeIfAbsent(by.author(), author -> new LinkedHashSet<>())
                  .add(entry.getKey());
            });
    byAuthor.forEach(
        (author, by) ->
            tell(
                new Change.Formatting(
                    at,
                    length,
                    only(names.getOrDefault(author, Set.of()), before),
                    only(names.getOrDefault(author, Set.of()), after),
                    by)));
  }

  private static boolean isChanged(String name, JsonObject before, JsonObject after) {
    JsonValue was = before.get(name);
    return was == null ? after.containsKey(name) : !was.equals(after.get(name));
  }

  private static JsonObject only(Set<String> names, JsonObject attributes) {
    JsonObjectBuilder some = JsonText.values().createObjectBuilder();
    for (String name : names) {
      JsonValue value = attributes.get(name);
      if (value != null) {
        some.add(name, value);
      }
    }
    return some.build();
  }

  private void tell(Change.Formatting next) {
    int last = changes.size() - 1;
    if (last >= 0
        && changes.get(last) instanceof Change.Formatting before
        && before.at() + before.length() == next.at()
        && before.before().equals(next.before())
        && before.after().equals(next.after())
        && Origin.isOneWork(before.by(), next.by(), gap)) {
      changes.set(
          last,
          new Change.Formatting(
              before.at(),
              before.length() + next.length(),
              next.before(),
              next.after(),
              before.by().and(next.by())));
    } else {
      changes.add(next);
    }
  }
}
