package io.collabee.impl.store;

import java.util.List;
import java.util.stream.IntStream;

/** Cuts lists of parameters to what a statement may have. */
final class Slices {
  private static final int SIZE = 1024;

  private Slices() {}

  /** The list in parts of at most 1,024. */
  static <T> List<List<T>> of(List<T> list) {
    return IntStream.iterate(0, start -> start < list.size(), start -> start + SIZE)
        .mapToObj(start -> list.subList(start, Math.min(start + SIZE, list.size())))
        .toList();
  }
}
