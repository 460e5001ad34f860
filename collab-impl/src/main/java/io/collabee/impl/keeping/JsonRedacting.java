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
import io.collabee.impl.ot.Json0Type;
import jakarta.json.JsonArray;
import jakarta.json.JsonValue;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a string of a {@code json0} document unreadable in all of its history, as {@link Redacting}
 * does with a text: where each of its units was inserted. In between it may have moved with the
 * items of a list, or been edited by many. The two walks carry a {@link JsonShadow} along, which
 * costs memory for the content.
 */
final class JsonRedacting {
  private static final BitSet NONE = new BitSet();

  private final Rewrite rewrite;
  private final DocumentTypes types;
  private final Map<Long, BitSet> units = new HashMap<>();
  private final ChangedOperations changed;
  private String text = "";
  private String copies = "";

  JsonRedacting(Rewrite rewrite, DocumentTypes types) {
    this.rewrite = rewrite;
    this.types = types;
    this.changed = new ChangedOperations(rewrite);
  }

  /** Follows a history, and makes unreadable what it comes to. */
  private final class Traced {
    final SnapshotReplay replay;
    JsonShadow shadow;

    Traced(Optional<StoredSnapshot> start) {
      replay = new SnapshotReplay(start, types);
      shadow = JsonShadow.of(json(replay.content()), Redacting.START);
    }

    LoggedOperation next(LoggedOperation logged) {
      LoggedOperation black = blackened(logged);
      var unused = replay.next(black);
      return black;
    }

    private LoggedOperation blackened(LoggedOperation logged) {
      Operation operation = logged.operation();
      if (operation instanceof Operation.Edit edit && isJson(replay.content())) {
        BitSet wanted = units.computeIfAbsent(logged.version(), absent -> new BitSet());
        JsonArray black =
            shadow.follow(
                edit.op().asJsonArray(), logged.version(), new Blackening(true, wanted, copies));
        units.remove(logged.version(), NONE);
        return black.equals(edit.op()) ? logged : with(logged, new Operation.Edit(black));
      }
      if (operation instanceof Operation.Create create && isJson(create.type())) {
        JsonValue black = Redacting.blackened(create.data(), units, copies, logged.version());
        shadow = JsonShadow.of(black, logged.version());
        return black.equals(create.data())
            ? logged
            : with(logged, new Operation.Create(create.type(), black));
      }
      if (operation instanceof Operation.Delete) {
        shadow = JsonShadow.of(JsonValue.NULL, logged.version());
      }
      return logged;
    }

    private LoggedOperation with(LoggedOperation logged, Operation black) {
      boolean isMarked = logged.payload().endsWith(LoggedOperation.REWRITTEN);
      return logged.with(
          payload(black, replay.content()) + (isMarked ? "," + LoggedOperation.REWRITTEN : ""));
    }
  }

  private boolean isJson(String type) {
    return types.get(type) instanceof Json0Type;
  }

  private static boolean isJson(Optional<Content<?>> content) {
    return content.filter(present -> present.type() instanceof Json0Type).isPresent();
  }

  private static JsonValue json(Optional<Content<?>> content) {
    return isJson(content) ? content.orElseThrow().json() : JsonValue.NULL;
  }

  private String payload(Operation operation, Optional<Content<?>> before) {
    return TypedOperation.of(operation, before, types).payload();
  }

  /** Redacts. */
  Redacted string(long version, JsonArray path) {
    find(version, path);
    Set<Long> snapshots = new HashSet<>(rewrite.snapshots());
    for (long alone : snapshots) {
      if (alone <= rewrite.first()) {
        // Of what is older than the operations only copies can be found.
        blacken(alone, alone == rewrite.first() ? Redacting.START : -2 - alone);
      }
    }
    Traced traced = new Traced(start());
    Walk.over(
        rewrite::operations,
        traced.replay.version(),
        rewrite.head(),
        logged -> {
          changed.put(logged, traced.next(logged));
          if (snapshots.contains(traced.replay.version())) {
            rewrite.put(traced.replay.snapshot());
          }
          return true;
        });
    changed.flush();
    Optional<Content<?>> content = traced.replay.content();
    return new Redacted(
        changed.count(),
        edit(traced),
        content.map(present -> present.type().uri()),
        text,
        text.length());
  }

  private Optional<StoredSnapshot> start() {
    long first = rewrite.first();
    return rewrite.snapshot(first).filter(found -> found.version() == first);
  }

  private void find(long version, JsonArray path) {
    Redacting.requireKept(rewrite, version);
    Traced traced = new Traced(start());
    Walk.over(
        rewrite::operations,
        rewrite.first(),
        version,
        logged -> {
          var unused = traced.next(logged);
          return true;
        });
    units.clear();
    if (!isJson(traced.replay.content())) {
      throw traced.replay.content().isEmpty()
          ? Redacting.noDocument(version)
          : new CollabException(
              ErrorCode.ERR_TYPE_DOES_NOT_SUPPORT_HISTORY,
              "By a path only a string of a json0 document can be redacted");
    }
    JsonShadow.Found found =
        traced
            .shadow
            .string(path)
            .filter(string -> !string.text().isEmpty())
            .orElseThrow(
                () ->
                    new CollabException(
                        ErrorCode.ERR_OT_OP_NOT_APPLIED,
                        "At version " + version + " the path leads to no string with anything in"));
    text = found.text();
    found.marks().collect(0, text.length(), units);
    copies = Redacting.copies(text);
  }

  private void blacken(long version, long origin) {
    StoredSnapshot snapshot = rewrite.snapshot(version).orElseThrow();
    if (snapshot.type().filter(this::isJson).isPresent()) {
      JsonValue content = JsonText.parse(snapshot.content());
      JsonValue black = Redacting.blackened(content, units, copies, origin);
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
  }

  private Optional<String> edit(Traced traced) {
    if (!isJson(traced.replay.content())) {
      return Optional.empty();
    }
    JsonArray op = traced.shadow.replacing(units);
    return op.isEmpty()
        ? Optional.empty()
        : Optional.of(payload(new Operation.Edit(op), traced.replay.content()));
  }
}
