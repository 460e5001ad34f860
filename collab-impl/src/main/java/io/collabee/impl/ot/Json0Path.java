package io.collabee.impl.ot;

import java.util.Arrays;

/**
 * Where in a JSON document something is: from the root, a key for every object on the way and an
 * index for every list. Immutable.
 */
final class Json0Path {
  /** What {@link #index} answers for a step that is none. */
  static final int NO_INDEX = -1;

  static final Json0Path ROOT = new Json0Path();

  /** Strings and integers. */
  private final Object[] steps;

  private Json0Path(Object... steps) {
    this.steps = steps;
  }

  /**
   * @param steps keys as {@link String}, indices as {@link Integer}
   */
  static Json0Path of(Object... steps) {
    for (Object step : steps) {
      if (!(step instanceof String || step instanceof Integer)) {
        throw new IllegalArgumentException("A step is a string or an integer: " + step.getClass());
      }
    }
    return steps.length == 0 ? ROOT : new Json0Path(steps.clone());
  }

  int length() {
    return steps.length;
  }

  /** A {@link String} or an {@link Integer}. */
  Object step(int at) {
    return steps[at];
  }

  /** The index at a step; {@link #NO_INDEX} if there is a key or the path does not get there. */
  int index(int at) {
    return at >= 0 && at < steps.length && steps[at] instanceof Integer index ? index : NO_INDEX;
  }

  /** The index this path ends with, or {@link #NO_INDEX}. */
  int lastIndex() {
    return index(steps.length - 1);
  }

  /** The same path but for one index. */
  Json0Path withIndex(int at, int index) {
    Object[] changed = steps.clone();
    changed[at] = index;
    return new Json0Path(changed);
  }

  /** The path as seen from below its first steps. */
  Json0Path without(int first) {
    return new Json0Path(Arrays.copyOfRange(steps, first, steps.length));
  }

  /** The path to what this one's last step is in. */
  Json0Path withoutLast() {
    return new Json0Path(Arrays.copyOf(steps, steps.length - 1));
  }

  /** Whether the first {@code count} steps of both are the same. */
  boolean startsLike(Json0Path other, int count) {
    if (count > steps.length || count > other.steps.length) {
      return false;
    }
    for (int i = 0; i < count; i++) {
      if (!steps[i].equals(other.steps[i])) {
        return false;
      }
    }
    return true;
  }

  /** Whether both have the same step there; also if neither has one. */
  boolean sameStep(Json0Path other, int at) {
    boolean here = at >= 0 && at < steps.length;
    boolean there = at >= 0 && at < other.steps.length;
    return (here && there) ? steps[at].equals(other.steps[at]) : here == there;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Json0Path path && Arrays.equals(steps, path.steps);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(steps);
  }

  /** How long it is and no more: keys are document text. */
  @Override
  public String toString() {
    return "path of " + steps.length + " steps";
  }
}
