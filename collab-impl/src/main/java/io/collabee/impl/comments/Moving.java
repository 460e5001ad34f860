package io.collabee.impl.comments;

import io.collabee.Operation;
import io.collabee.Side;
import io.collabee.comments.Anchor;
import io.collabee.impl.json.JsonText;
import io.collabee.spi.DocumentType;
import io.collabee.spi.Sequence;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;

/**
 * How an anchor goes along with an operation.
 *
 * <p>A range is seen as the units it covers. It goes where they go. What is inserted between two of
 * them is covered too, what is inserted at its edges is not; so a range never grows by what
 * somebody writes beside it, and when its last unit is deleted it is gone, whatever was inserted
 * there. The browser half does the same ({@code anchors.js}), and a file of cases keeps them alike.
 *
 * <p>A path goes where an operation at its end would go that is transformed: so it follows what
 * {@code json0} does with lists.
 *
 * @param <O> operations of the document's type
 */
final class Moving<O> {
  private static final String JSON0 = "http://sharejs.org/types/JSONv0";

  private final DocumentType<?, O> type;
  private final Optional<? extends Sequence<?, O>> sequence;

  Moving(DocumentType<?, O> type) {
    this.type = type;
    this.sequence = type.sequence();
  }

  /** Whether this type has anchors of this kind. */
  boolean understands(Anchor anchor) {
    if (anchor instanceof Anchor.Path) {
      return type.uri().equals(JSON0);
    }
    return !(anchor instanceof Anchor.Range) || (sequence.isPresent() && !type.uri().equals(JSON0));
  }

  /** What an operation does to anchors. */
  Step over(Operation operation) {
    if (operation instanceof Operation.Edit edit) {
      return over(type.operation(edit.op()));
    }
    if (operation instanceof Operation.Delete) {
      return (anchor, version) -> Optional.empty();
    }
    return (anchor, version) -> Optional.of(at(anchor, version));
  }

  /** What an operation does to anchors. */
  Step over(O operation) {
    List<Sequence.Step> steps = sequence.map(all -> all.steps(operation)).orElse(List.of());
    return (anchor, version) -> {
      if (anchor instanceof Anchor.Range range) {
        return Optional.of(moved(range, steps, version));
      }
      if (anchor instanceof Anchor.Path path) {
        return Optional.of(moved(path, operation, version));
      }
      return Optional.of(at(anchor, version));
    };
  }

  /** What an operation does to any anchor. */
  interface Step {
    /**
     * The anchor afterwards; empty if the document was deleted.
     *
     * @param version after the operation
     */
    Optional<Anchor> moved(Anchor anchor, long version);
  }

  /** The same at another version, between which nothing happened that matters. */
  static Anchor at(Anchor anchor, long version) {
    if (anchor instanceof Anchor.Range range) {
      return new Anchor.Range(version, range.start(), range.end());
    }
    if (anchor instanceof Anchor.Path path) {
      return new Anchor.Path(version, path.path());
    }
    return anchor instanceof Anchor.Gone ? new Anchor.Gone(version) : new Anchor.Whole(version);
  }

  private static Anchor moved(Anchor.Range range, List<Sequence.Step> steps, long version) {
    int at = 0;
    int start = range.start();
    int end = range.end();
    int kept = end - start;
    for (Sequence.Step step : steps) {
      if (at >= range.end()) {
        break;
      }
      int length = step.length();
      if (step instanceof Sequence.Insert) {
        start += at <= range.start() ? length : 0;
        end += length;
        continue;
      }
      if (step instanceof Sequence.Delete) {
        start -= within(at, length, range.start());
        end -= within(at, length, range.end());
        kept -= within(at, length, range.end()) - within(at, length, range.start());
      }
      at += length;
    }
    return kept > 0 ? new Anchor.Range(version, start, end) : new Anchor.Gone(version);
  }

  /** How much of a stretch is before a position. */
  private static int within(int from, int length, int position) {
    return Math.max(0, Math.min(length, position - from));
  }

  private Anchor moved(Anchor.Path path, O over, long version) {
    JsonObject probe =
        JsonText.values().createObjectBuilder().add("p", path.path()).add("na", 1).build();
    JsonValue probing = JsonText.values().createArrayBuilder().add(probe).build();
    JsonValue moved = type.operationJson(type.transform(type.operation(probing), over, Side.LEFT));
    return moved instanceof JsonArray components
            && !components.isEmpty()
            && components.get(0).asJsonObject().get("p") instanceof JsonArray where
        ? new Anchor.Path(version, where)
        : new Anchor.Gone(version);
  }
}
