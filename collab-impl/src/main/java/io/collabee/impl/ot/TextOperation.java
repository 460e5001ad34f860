package io.collabee.impl.ot;

import static io.collabee.impl.ot.JsonParts.sum;

import io.collabee.Side;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An edit of plain text: a walk over the document from its start that skips, inserts and deletes.
 * Lengths are Unicode code points. What follows the last component stays as it is.
 *
 * <p>Operations are normal: no component is empty, no two neighbours are of one kind, and the last
 * one is no skip. The order of an insertion and a deletion at one place is kept, because it decides
 * where the insertion goes relative to a concurrent one.
 *
 * <p>{@link #transform}, {@link #compose} and {@link #transformPosition} answer exactly as the npm
 * package {@code ot-text-unicode} 4.0 does for normal operations, and so do ShareDB's clients,
 * which normalise before they send.
 *
 * @param components what the walk does, in order
 */
public record TextOperation(List<Component> components) {

  /** One step of the walk. */
  public sealed interface Component {
    /** How many code points are skipped, inserted or deleted; at least 1. */
    int length();
  }

  /** Leaves some text as it is. */
  public record Skip(int length) implements Component {}

  /**
   * Inserts a text.
   *
   * @param length the length of the text, counted once
   */
  public record Insert(String text, int length) implements Component {
    Insert(String text) {
      this(text, text.codePointCount(0, text.length()));
    }
  }

  /**
   * Deletes some text.
   *
   * @param text what is deleted, if the author said so; it is handed on but never compared with the
   *     document
   */
  public record Delete(int length, @Nullable String text) implements Component {}

  /** Does nothing. */
  public static final TextOperation NONE = new TextOperation(List.of());

  /** Takes components that are normal already; {@link Builder} makes them so. */
  public TextOperation {
    components = List.copyOf(components);
  }

  /** The length of the shortest document this operation fits. */
  public int baseLength() {
    int length = 0;
    for (Component component : components) {
      if (!(component instanceof Insert)) {
        length = sum(length, component.length());
      }
    }
    return length;
  }

  /**
   * This operation, made to apply after a concurrent one.
   *
   * @param side of two insertions at one place the left one's text comes first
   */
  public TextOperation transform(TextOperation over, Side side) {
    Builder transformed = new Builder();
    Cursor cursor = new Cursor(components);
    for (Component other : over.components) {
      if (other instanceof Insert) {
        if (side == Side.LEFT && cursor.peek() instanceof Insert) {
          transformed.add(cursor.takeAll());
        }
        transformed.skip(other.length());
        continue;
      }
      boolean kept = other instanceof Skip;
      for (int left = other.length(); left > 0; ) {
        Component part = cursor.take(left, Insert.class);
        if (part instanceof Insert) {
          transformed.add(part);
        } else {
          // What the other one deleted needs no skip and no second deletion.
          if (kept) {
            transformed.add(part);
          }
          left -= part.length();
        }
      }
    }
    return transformed.addRest(cursor).build();
  }

  /** One operation that does what this one and then another do. */
  public TextOperation compose(TextOperation next) {
    Builder composed = new Builder();
    Cursor cursor = new Cursor(components);
    for (Component second : next.components) {
      if (second instanceof Insert) {
        composed.add(second);
        continue;
      }
      Cursor deleted = second instanceof Delete ? new Cursor(List.of(second)) : null;
      for (int left = second.length(); left > 0; ) {
        Component first = cursor.take(left, Delete.class);
        if (first instanceof Delete) {
          // It is gone before the second operation walks here.
          composed.add(first);
          continue;
        }
        left -= first.length();
        if (deleted == null) {
          composed.add(first);
        } else {
          Component part = deleted.take(first.length(), Insert.class);
          if (first instanceof Skip) {
            composed.add(part);
          }
        }
      }
    }
    return composed.addRest(cursor).build();
  }

  /**
   * The operation that undoes this one.
   *
   * @param before the document it was applied to, which has the deleted text
   */
  public TextOperation invert(Text before) {
    before.checkFits(this);
    Builder inverse = new Builder();
    int position = 0;
    for (Component component : components) {
      if (component instanceof Insert insert) {
        inverse.add(new Delete(insert.length, insert.text));
        continue;
      }
      int end = position + component.length();
      if (component instanceof Skip) {
        inverse.add(component);
      } else {
        inverse.insert(before.substring(position, end));
      }
      position = end;
    }
    return inverse.build();
  }

  /**
   * Where a position of the document is after this operation.
   *
   * @param own whether an insertion exactly there moves it. The npm type knows no own operations
   *     and answers as for {@code false}.
   */
  public int transformPosition(int position, boolean own) {
    int moved = position;
    int at = 0;
    for (Component component : components) {
      if (at > moved || (at == moved && !own)) {
        break;
      }
      if (component instanceof Skip skip) {
        at = sum(at, skip.length);
      } else if (component instanceof Insert insert) {
        at = sum(at, insert.length);
        moved = sum(moved, insert.length);
      } else {
        moved -= Math.min(component.length(), moved - at);
      }
    }
    return moved;
  }

  /** Appends components, keeping the operation normal. */
  static final class Builder {
    private final List<Component> components = new ArrayList<>();

    /** Text joined to the last component, until another kind follows. */
    private final StringBuilder joined = new StringBuilder();

    private @Nullable Component last;

    Builder skip(int length) {
      return add(new Skip(length));
    }

    Builder insert(String text) {
      return add(new Insert(text));
    }

    Builder delete(int length) {
      return add(new Delete(length, null));
    }

    Builder delete(String text) {
      return add(new Delete(text.codePointCount(0, text.length()), text));
    }

    Builder add(Component next) {
      if (next.length() == 0) {
        return this;
      }
      Component before = last;
      if (before == null || before.getClass() != next.getClass()) {
        settle();
        last = next;
        return this;
      }
      int length = sum(before.length(), next.length());
      if (next instanceof Insert insert) {
        join(((Insert) before).text, insert.text);
        last = new Insert("", length);
      } else if (next instanceof Delete delete) {
        String text = ((Delete) before).text;
        if (text == null || delete.text == null) {
          joined.setLength(0);
          last = new Delete(length, null);
        } else {
          join(text, delete.text);
          last = new Delete(length, "");
        }
      } else {
        last = new Skip(length);
      }
      return this;
    }

    private void join(String before, String next) {
      joined.append(before).append(next);
    }

    private void settle() {
      if (last != null) {
        components.add(joined.length() == 0 ? last : withText(last, joined.toString()));
        joined.setLength(0);
      }
    }

    private static Component withText(Component component, String text) {
      return component instanceof Insert
          ? new Insert(text, component.length())
          : new Delete(component.length(), text);
    }

    private Builder addRest(Cursor cursor) {
      while (cursor.peek() != null) {
        add(cursor.takeAll());
      }
      return this;
    }

    TextOperation build() {
      settle();
      last = null;
      int size = components.size();
      if (size > 0 && components.get(size - 1) instanceof Skip) {
        components.remove(size - 1);
      }
      return components.isEmpty() ? NONE : new TextOperation(components);
    }
  }

  /** Takes an operation apart from its start. Behind its end there is an endless skip. */
  private static final class Cursor {
    private final List<Component> components;
    private int index;

    /** How much of the next component was taken, in code points and in the units of its text. */
    private int taken;

    private int takenUnits;

    Cursor(List<Component> components) {
      this.components = components;
    }

    @Nullable Component peek() {
      return index < components.size() ? components.get(index) : null;
    }

    /** Takes what is left of the next component. */
    Component takeAll() {
      Component next = components.get(index);
      return take(next.length(), Insert.class);
    }

    /**
     * Takes the next component or the start of it.
     *
     * @param most how long the part may be
     * @param whole the kind that is never cut, since it costs no length of what is walked over
     */
    Component take(int most, Class<? extends Component> whole) {
      Component next = peek();
      if (next == null) {
        return new Skip(most);
      }
      int left = next.length() - taken;
      if (left > most && !whole.isInstance(next)) {
        return start(next, most);
      }
      Component rest = taken == 0 ? next : part(next, left, takenUnits, textOf(next).length());
      index++;
      taken = 0;
      takenUnits = 0;
      return rest;
    }

    private Component start(Component component, int length) {
      int from = takenUnits;
      String text = textOf(component);
      if (!text.isEmpty()) {
        takenUnits = text.offsetByCodePoints(from, length);
      }
      taken += length;
      return part(component, length, from, takenUnits);
    }

    private static Component part(Component component, int length, int fromUnit, int toUnit) {
      if (component instanceof Insert insert) {
        return new Insert(insert.text.substring(fromUnit, toUnit), length);
      }
      if (component instanceof Delete delete) {
        String text = delete.text == null ? null : delete.text.substring(fromUnit, toUnit);
        return new Delete(length, text);
      }
      return new Skip(length);
    }

    private static String textOf(Component component) {
      if (component instanceof Insert insert) {
        return insert.text;
      }
      return component instanceof Delete delete && delete.text != null ? delete.text : "";
    }
  }
}
