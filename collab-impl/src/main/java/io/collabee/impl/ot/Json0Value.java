package io.collabee.impl.ot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value, immutable. What a change leaves as it was is shared by the value before and the
 * value after, so a change costs what it touches, by the logarithm of the size of the lists,
 * objects and strings on its way.
 */
public sealed interface Json0Value {

  /**
   * Whether both are the same value as JavaScript's {@code ===} has it, for which two lists or
   * objects never are.
   */
  boolean isSameScalar(Json0Value other);

  /** How many lists and objects are nested here: 0 for a scalar, 1 for an empty list. */
  int depth();

  /** About how long the JSON is, in UTF-16 units. */
  long volume();

  /** The values that have no parts and no other instances. */
  enum Literal implements Json0Value {
    NULL,
    TRUE,
    FALSE;

    @Override
    public boolean isSameScalar(Json0Value other) {
      return this == other;
    }

    @Override
    public int depth() {
      return 0;
    }

    @Override
    public long volume() {
      return 5;
    }
  }

  /**
   * A number of JavaScript's.
   *
   * @param value finite; negative zero becomes zero, as it does in JSON
   */
  record NumberValue(double value) implements Json0Value {

    /** Checks that the number can be written in JSON. */
    public NumberValue {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("JSON has no " + value);
      }
      value += 0.0;
    }

    @Override
    public boolean isSameScalar(Json0Value other) {
      return equals(other);
    }

    @Override
    public int depth() {
      return 0;
    }

    @Override
    public long volume() {
      return JsonParts.size(value);
    }
  }

  /** A string; lengths and positions count UTF-16 code units. */
  final class StringValue implements Json0Value {
    private final Rope<String> text;

    private StringValue(Rope<String> text) {
      this.text = text;
    }

    static StringValue of(String text) {
      return new StringValue(TextPieces.UTF_16.rope(text));
    }

    int length() {
      return text.length();
    }

    /** The text between two positions. */
    String slice(int from, int to) {
      return TextPieces.text(text.slice(from, to));
    }

    StringValue withInserted(int at, String inserted) {
      return new StringValue(text.splice(at, at, TextPieces.UTF_16.rope(inserted)));
    }

    StringValue without(int from, int to) {
      return new StringValue(text.take(from).concat(text.drop(to)));
    }

    @Override
    public boolean isSameScalar(Json0Value other) {
      return equals(other);
    }

    @Override
    public int depth() {
      return 0;
    }

    @Override
    public long volume() {
      return text.volume() + 2;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof StringValue string
          && length() == string.length()
          && toString().equals(string.toString());
    }

    @Override
    public int hashCode() {
      return toString().hashCode();
    }

    /** The text. */
    @Override
    public String toString() {
      return TextPieces.text(text);
    }
  }

  /** A list of values. */
  final class ListValue implements Json0Value {
    private static final Rope.Pieces<Json0Value> ITEMS = new Single<>(item -> item.volume() + 1);

    private final Rope<Json0Value> items;

    private ListValue(Rope<Json0Value> items) {
      this.items = items;
    }

    static ListValue of(List<Json0Value> items) {
      return new ListValue(Rope.of(ITEMS, items));
    }

    int size() {
      return items.length();
    }

    Json0Value get(int index) {
      return items.pieceAt(index);
    }

    ListValue withInserted(int at, Json0Value item) {
      return new ListValue(items.splice(at, at, Rope.of(ITEMS, List.of(item))));
    }

    ListValue with(int at, Json0Value item) {
      return new ListValue(items.splice(at, at + 1, Rope.of(ITEMS, List.of(item))));
    }

    ListValue without(int at) {
      return new ListValue(items.take(at).concat(items.drop(at + 1)));
    }

    Iterable<Json0Value> items() {
      return items;
    }

    @Override
    public boolean isSameScalar(Json0Value other) {
      return false;
    }

    @Override
    public int depth() {
      int deepest = 0;
      for (Json0Value item : items) {
        deepest = Math.max(deepest, item.depth());
      }
      return deepest + 1;
    }

    @Override
    public long volume() {
      return items.volume() + 2;
    }

    @Override
    public boolean equals(Object other) {
      if (!(other instanceof ListValue list) || size() != list.size()) {
        return false;
      }
      Iterator<Json0Value> theirs = list.items.iterator();
      for (Json0Value item : items) {
        if (!item.equals(theirs.next())) {
          return false;
        }
      }
      return true;
    }

    @Override
    public int hashCode() {
      int hash = 1;
      for (Json0Value item : items) {
        hash = 31 * hash + item.hashCode();
      }
      return hash;
    }
  }

  /**
   * Values by key. The tree is ordered by key, to find them; each member knows when it was first
   * put there, to write them in that order.
   */
  final class ObjectValue implements Json0Value {
    private static final Rope.Pieces<Member> MEMBERS =
        new Single<>(member -> member.key().length() + member.value().volume() + 4);

    private final Rope<Member> members;
    private final long nextOrdinal;

    private ObjectValue(Rope<Member> members, long nextOrdinal) {
      this.members = members;
      this.nextOrdinal = nextOrdinal;
    }

    /**
     * @param ordinal greater than that of every member that was there before
     */
    record Member(String key, Json0Value value, long ordinal) {}

    /** Collects members in the order in which they are to be written. */
    static final class Builder {
      private final List<Member> members = new ArrayList<>();

      /** Adds a member; no key may come twice. */
      void add(String key, Json0Value value) {
        members.add(new Member(key, value, members.size()));
      }

      ObjectValue build() {
        members.sort(Comparator.comparing(Member::key));
        return new ObjectValue(Rope.of(MEMBERS, members), members.size());
      }
    }

    int size() {
      return members.length();
    }

    @Nullable Json0Value get(String key) {
      int at = position(key);
      return isAt(at, key) ? members.pieceAt(at).value() : null;
    }

    ObjectValue with(String key, Json0Value value) {
      int at = position(key);
      if (isAt(at, key)) {
        Member changed = new Member(key, value, members.pieceAt(at).ordinal());
        return new ObjectValue(
            members.splice(at, at + 1, Rope.of(MEMBERS, List.of(changed))), nextOrdinal);
      }
      Member added = new Member(key, value, nextOrdinal);
      return new ObjectValue(
          members.splice(at, at, Rope.of(MEMBERS, List.of(added))), nextOrdinal + 1);
    }

    ObjectValue without(String key) {
      int at = position(key);
      return isAt(at, key)
          ? new ObjectValue(members.take(at).concat(members.drop(at + 1)), nextOrdinal)
          : this;
    }

    /** The members, the one that has been there longest first. */
    List<Member> members() {
      List<Member> inOrder = new ArrayList<>(size());
      members.forEach(inOrder::add);
      inOrder.sort(Comparator.comparingLong(Member::ordinal));
      return inOrder;
    }

    /** Where the key is, or would have to be inserted. */
    private int position(String key) {
      return members.search(member -> member.key().compareTo(key));
    }

    private boolean isAt(int position, String key) {
      return position < size() && members.pieceAt(position).key().equals(key);
    }

    @Override
    public boolean isSameScalar(Json0Value other) {
      return false;
    }

    @Override
    public int depth() {
      int deepest = 0;
      for (Member member : members) {
        deepest = Math.max(deepest, member.value().depth());
      }
      return deepest + 1;
    }

    @Override
    public long volume() {
      return members.volume() + 2;
    }

    /** Whether both have the same members, in whichever order. */
    @Override
    public boolean equals(Object other) {
      if (!(other instanceof ObjectValue object) || size() != object.size()) {
        return false;
      }
      Iterator<Member> theirs = object.members.iterator();
      for (Member member : members) {
        Member their = theirs.next();
        if (!member.key().equals(their.key()) || !member.value().equals(their.value())) {
          return false;
        }
      }
      return true;
    }

    @Override
    public int hashCode() {
      int hash = 1;
      for (Member member : members) {
        hash = 31 * hash + member.key().hashCode() + 7 * member.value().hashCode();
      }
      return hash;
    }
  }

  /** Pieces that stay what they are, each of length 1. */
  final class Single<E> implements Rope.Pieces<E> {
    private final ToLongFunction<E> volume;

    private Single(ToLongFunction<E> volume) {
      this.volume = volume;
    }

    @Override
    public int length(E piece) {
      return 1;
    }

    @Override
    public long volume(E piece) {
      return volume.applyAsLong(piece);
    }

    @Override
    public E slice(E piece, int from, int to) {
      throw new IllegalStateException("A piece of length 1 has no parts");
    }

    @Override
    public boolean fit(E left, E right) {
      return false;
    }

    @Override
    public E join(E left, E right) {
      throw new IllegalStateException("These pieces are not joined");
    }
  }
}
