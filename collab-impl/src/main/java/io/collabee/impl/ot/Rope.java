package io.collabee.impl.ot;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * An immutable sequence of pieces, each with a length of its own, in which a position anywhere in
 * the sequence is found, and the sequence cut or joined there, in logarithmic time. A changed
 * sequence shares all but the path to the change with the one before it, so every version of a
 * document may be kept.
 *
 * <p><b>The idea.</b> A binary tree holds one piece in each node; an in-order walk gives the
 * sequence. Each node knows how many pieces its subtree has, which keeps it balanced, and how long
 * they are together, which finds positions; and their {@linkplain Pieces#volume volume}. What a
 * piece is, how its length is counted and whether it can be cut is said by {@link Pieces}, so that
 * one tree serves text by code points, text by UTF-16 units, formatted runs and lists.
 *
 * <p><b>Balance.</b> With the weight of a tree being its number of pieces plus one, neither subtree
 * of a node weighs more than {@link #LOPSIDED} times the other. Everything is built from one
 * operation, {@link #link}, which puts a piece between two trees of any two sizes: it descends the
 * heavier one to where the lighter one fits and repairs the weights on the way back, in time
 * proportional to the difference of the heights. Cutting links the leftovers of one path from the
 * root; joining takes an end piece off one side and links around it.
 *
 * <p><b>Neighbours that fit are one piece.</b> No two adjacent pieces {@linkplain Pieces#fit fit}
 * together: wherever a cut or a join brings two together that do, they are joined. This is what
 * keeps a text that was typed one character at a time in long pieces, however it is edited after.
 * It is enough to look at the one seam, because pieces that do not fit still do not when one of
 * them grows ({@link Pieces#fit}); only a cut makes a piece shorter, and its other neighbour is
 * looked at then.
 *
 * <p>Sources: the balance condition and rotations are those of Adams, "Efficient sets: a balancing
 * act" (1993) with the parameters proved right by Hirai and Yamamoto, "Balancing weight-balanced
 * trees" (2011); everything from one linking operation is Blelloch, Ferizovic and Sun, "Just join
 * for parallel ordered sets" (2016).
 *
 * @param <E> a piece; immutable
 */
public final class Rope<E> implements Iterable<E> {

  /** What a piece is: its length, its parts, and when two of them become one. */
  public interface Pieces<E> {

    /** The length of a piece, at least 1. */
    int length(E piece);

    /** About how much JSON a piece is, in UTF-16 units; its length where there is no JSON. */
    default long volume(E piece) {
      return length(piece);
    }

    /**
     * A part of a piece.
     *
     * @param from from 0
     * @param to greater than {@code from}, at most the length; never the whole piece
     */
    E slice(E piece, int from, int to);

    /**
     * Whether two neighbours should be one piece. Once false it must stay false when either piece
     * is prolonged.
     */
    boolean fit(E left, E right);

    /** The one piece that two which fit become. */
    E join(E left, E right);
  }

  /** How many times heavier than its sibling a subtree may be. */
  private static final int LOPSIDED = 3;

  /** From how many times heavier an inner grandchild must be split up to restore the balance. */
  private static final int INNER_HEAVY = 2;

  private final Pieces<E> pieces;
  private final @Nullable Node<E> root;

  private Rope(Pieces<E> pieces, @Nullable Node<E> root) {
    this.pieces = pieces;
    this.root = root;
  }

  /** A subtree; never changed once made. */
  private static final class Node<E> {
    final @Nullable Node<E> left;
    final E piece;
    final @Nullable Node<E> right;
    final int size;
    final int length;
    final long volume;

    Node(
        @Nullable Node<E> left,
        E piece,
        int pieceLength,
        long pieceVolume,
        @Nullable Node<E> right) {
      this.left = left;
      this.piece = piece;
      this.right = right;
      this.size = size(left) + 1 + size(right);
      this.length = Math.addExact(Math.addExact(length(left), pieceLength), length(right));
      this.volume = volume(left) + pieceVolume + volume(right);
    }

    int start() {
      return length(left);
    }

    int end() {
      return length - length(right);
    }

    int pieceLength() {
      return end() - start();
    }

    long pieceVolume() {
      return volume - volume(left) - volume(right);
    }
  }

  private static <E> int size(@Nullable Node<E> node) {
    return node == null ? 0 : node.size;
  }

  private static <E> int length(@Nullable Node<E> node) {
    return node == null ? 0 : node.length;
  }

  private static <E> long volume(@Nullable Node<E> node) {
    return node == null ? 0 : node.volume;
  }

  private static <E> int weight(@Nullable Node<E> node) {
    return size(node) + 1;
  }

  /** A sequence of nothing. */
  public static <E> Rope<E> empty(Pieces<E> pieces) {
    return new Rope<>(pieces, null);
  }

  /** A sequence of some pieces, in time proportional to their number. */
  public static <E> Rope<E> of(Pieces<E> pieces, Iterable<? extends E> elements) {
    List<E> settled = new ArrayList<>();
    for (E element : elements) {
      int last = settled.size() - 1;
      if (last >= 0 && pieces.fit(settled.get(last), element)) {
        settled.set(last, pieces.join(settled.get(last), element));
      } else {
        settled.add(element);
      }
    }
    return new Rope<>(pieces, build(pieces, settled));
  }

  private static <E> @Nullable Node<E> build(Pieces<E> pieces, List<E> elements) {
    if (elements.isEmpty()) {
      return null;
    }
    int middle = elements.size() / 2;
    return node(
        pieces,
        build(pieces, elements.subList(0, middle)),
        elements.get(middle),
        build(pieces, elements.subList(middle + 1, elements.size())));
  }

  private static <E> Node<E> node(
      Pieces<E> pieces, @Nullable Node<E> left, E piece, @Nullable Node<E> right) {
    int pieceLength = pieces.length(piece);
    if (pieceLength < 1) {
      throw new IllegalArgumentException("a piece has length " + pieceLength);
    }
    return new Node<>(left, piece, pieceLength, pieces.volume(piece), right);
  }

  /** The length of all pieces together. */
  public int length() {
    return length(root);
  }

  /** The volume of all pieces together. */
  long volume() {
    return volume(root);
  }

  /** How many pieces there are. */
  public int size() {
    return size(root);
  }

  /**
   * The piece that covers the unit after a position.
   *
   * @param position from 0 to less than the length
   */
  public E pieceAt(int position) {
    int rest = checked(position);
    Node<E> node = root;
    while (node != null) {
      if (rest < node.start()) {
        node = node.left;
      } else if (rest < node.end()) {
        return node.piece;
      } else {
        rest -= node.end();
        node = node.right;
      }
    }
    throw new IndexOutOfBoundsException(position + " of " + length());
  }

  /**
   * Where a piece is, or should be put, in a sequence that is sorted.
   *
   * @param order how a piece compares with the one that is sought: negative if it comes before that
   * @return where the first piece starts that does not come before the one that is sought; the
   *     length of the sequence if all do
   */
  public int search(ToIntFunction<? super E> order) {
    int passed = 0;
    Node<E> node = root;
    while (node != null) {
      if (order.applyAsInt(node.piece) < 0) {
        passed += node.end();
        node = node.right;
      } else {
        node = node.left;
      }
    }
    return passed;
  }

  /** What comes before a position. */
  public Rope<E> take(int position) {
    return with(settledEnd(before(root, checked(position))));
  }

  /** What comes after a position. */
  public Rope<E> drop(int position) {
    return with(settledStart(after(root, checked(position))));
  }

  /** What lies between two positions. */
  public Rope<E> slice(int from, int to) {
    return take(to).drop(from);
  }

  /** This sequence with another behind it. Both must be of the same kind of pieces. */
  public Rope<E> concat(Rope<E> tail) {
    return with(join(root, tail.root));
  }

  /** This sequence with one more piece at its end. */
  public Rope<E> append(E piece) {
    return with(join(root, node(pieces, null, piece, null)));
  }

  /** This sequence with something else in place of what lies between two positions. */
  public Rope<E> splice(int from, int to, Rope<E> replacement) {
    return take(from).concat(replacement).concat(drop(to));
  }

  private Rope<E> with(@Nullable Node<E> newRoot) {
    return newRoot == root ? this : new Rope<>(pieces, newRoot);
  }

  private int checked(int position) {
    if (position < 0 || position > length()) {
      throw new IndexOutOfBoundsException(position + " of " + length());
    }
    return position;
  }

  private @Nullable Node<E> before(@Nullable Node<E> node, int position) {
    if (node == null || position == 0) {
      return null;
    }
    if (position == node.length) {
      return node;
    }
    if (position <= node.start()) {
      return before(node.left, position);
    }
    if (position >= node.end()) {
      return link(node.left, node, before(node.right, position - node.end()));
    }
    E head = pieces.slice(node.piece, 0, position - node.start());
    return link(node.left, single(head, position - node.start()), null);
  }

  private @Nullable Node<E> after(@Nullable Node<E> node, int position) {
    if (node == null || position == node.length) {
      return null;
    }
    if (position == 0) {
      return node;
    }
    if (position >= node.end()) {
      return after(node.right, position - node.end());
    }
    if (position <= node.start()) {
      return link(after(node.left, position), node, node.right);
    }
    E tail = pieces.slice(node.piece, position - node.start(), node.pieceLength());
    return link(null, single(tail, node.end() - position), node.right);
  }

  /** Joins the last two pieces if a cut made the last one short enough to fit. */
  private @Nullable Node<E> settledEnd(@Nullable Node<E> node) {
    if (node == null || node.size < 2) {
      return node;
    }
    Node<E> beforeLast = node;
    Node<E> last = node;
    while (last.right != null) {
      beforeLast = last;
      last = last.right;
    }
    if (last.left != null) {
      beforeLast = last(last.left);
    }
    return pieces.fit(beforeLast.piece, last.piece) ? join(withoutLast(node), single(last)) : node;
  }

  /** Joins the first two pieces if a cut made the first one short enough to fit. */
  private @Nullable Node<E> settledStart(@Nullable Node<E> node) {
    if (node == null || node.size < 2) {
      return node;
    }
    Node<E> second = node;
    Node<E> first = node;
    while (first.left != null) {
      second = first;
      first = first.left;
    }
    if (first.right != null) {
      second = first(first.right);
    }
    return pieces.fit(first.piece, second.piece) ? join(single(first), withoutFirst(node)) : node;
  }

  private @Nullable Node<E> join(@Nullable Node<E> left, @Nullable Node<E> right) {
    if (left == null) {
      return right;
    }
    if (right == null) {
      return left;
    }
    Node<E> last = last(left);
    Node<E> first = first(right);
    if (pieces.fit(last.piece, first.piece)) {
      E joined = pieces.join(last.piece, first.piece);
      Node<E> middle = single(joined, last.pieceLength() + first.pieceLength());
      return link(withoutLast(left), middle, withoutFirst(right));
    }
    return left.size < right.size
        ? link(withoutLast(left), last, right)
        : link(left, first, withoutFirst(right));
  }

  private Node<E> single(E piece, int pieceLength) {
    return new Node<>(null, piece, pieceLength, pieces.volume(piece), null);
  }

  private static <E> Node<E> single(Node<E> node) {
    return new Node<>(null, node.piece, node.pieceLength(), node.pieceVolume(), null);
  }

  private static <E> Node<E> first(Node<E> node) {
    Node<E> first = node;
    while (first.left != null) {
      first = first.left;
    }
    return first;
  }

  private static <E> Node<E> last(Node<E> node) {
    Node<E> last = node;
    while (last.right != null) {
      last = last.right;
    }
    return last;
  }

  private static <E> @Nullable Node<E> withoutFirst(Node<E> node) {
    return node.left == null ? node.right : link(withoutFirst(node.left), node, node.right);
  }

  private static <E> @Nullable Node<E> withoutLast(Node<E> node) {
    return node.right == null ? node.left : link(node.left, node, withoutLast(node.right));
  }

  /** A balanced tree of two balanced trees and the piece of a node between them. */
  private static <E> Node<E> link(@Nullable Node<E> left, Node<E> middle, @Nullable Node<E> right) {
    if (right != null && LOPSIDED * weight(left) < weight(right)) {
      return balanced(link(left, middle, right.left), right, right.right);
    }
    if (left != null && LOPSIDED * weight(right) < weight(left)) {
      return balanced(left.left, left, link(left.right, middle, right));
    }
    return bare(left, middle, right);
  }

  /** The same, for two trees whose weights are out of balance by one {@link #link} at most. */
  private static <E> Node<E> balanced(
      @Nullable Node<E> left, Node<E> middle, @Nullable Node<E> right) {
    if (right != null && LOPSIDED * weight(left) < weight(right)) {
      Node<E> inner = right.left;
      if (inner == null || weight(inner) < INNER_HEAVY * weight(right.right)) {
        return bare(bare(left, middle, inner), right, right.right);
      }
      return bare(bare(left, middle, inner.left), inner, bare(inner.right, right, right.right));
    }
    if (left != null && LOPSIDED * weight(right) < weight(left)) {
      Node<E> inner = left.right;
      if (inner == null || weight(inner) < INNER_HEAVY * weight(left.left)) {
        return bare(left.left, left, bare(inner, middle, right));
      }
      return bare(bare(left.left, left, inner.left), inner, bare(inner.right, middle, right));
    }
    return bare(left, middle, right);
  }

  private static <E> Node<E> bare(@Nullable Node<E> left, Node<E> middle, @Nullable Node<E> right) {
    return middle.left == left && middle.right == right
        ? middle
        : new Node<>(left, middle.piece, middle.pieceLength(), middle.pieceVolume(), right);
  }

  /** The pieces in order. */
  @Override
  public Iterator<E> iterator() {
    return new InOrder<>(root);
  }

  private static final class InOrder<E> implements Iterator<E> {
    private final Deque<Node<E>> path = new ArrayDeque<>();

    InOrder(@Nullable Node<E> root) {
      descend(root);
    }

    private void descend(@Nullable Node<E> node) {
      for (Node<E> next = node; next != null; next = next.left) {
        path.push(next);
      }
    }

    @Override
    public boolean hasNext() {
      return !path.isEmpty();
    }

    @Override
    public E next() {
      if (path.isEmpty()) {
        throw new NoSuchElementException();
      }
      Node<E> node = path.pop();
      descend(node.right);
      return node.piece;
    }
  }

  /** Checks what the essay above promises of every tree. For tests. */
  void checkInvariants() {
    checkBalance(root);
    E left = null;
    for (E piece : this) {
      if (left != null && pieces.fit(left, piece)) {
        throw new AssertionError("neighbours fit: " + left + " and " + piece);
      }
      left = piece;
    }
  }

  private void checkBalance(@Nullable Node<E> node) {
    if (node == null) {
      return;
    }
    checkBalance(node.left);
    checkBalance(node.right);
    if (pieces.length(node.piece) != node.pieceLength()) {
      throw new AssertionError("length of " + node.piece + " taken for " + node.pieceLength());
    }
    if (pieces.volume(node.piece) != node.pieceVolume()) {
      throw new AssertionError("volume of " + node.piece + " taken for " + node.pieceVolume());
    }
    int left = weight(node.left);
    int right = weight(node.right);
    if (left > LOPSIDED * right || right > LOPSIDED * left) {
      throw new AssertionError("weights " + left + " and " + right);
    }
  }
}
