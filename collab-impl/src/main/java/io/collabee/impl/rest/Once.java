package io.collabee.impl.rest;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks once, and gives the same ever after. For one thread. */
final class Once<T> implements Supplier<T> {
  private final Supplier<T> asked;
  private @Nullable T answer;

  Once(Supplier<T> asked) {
    this.asked = asked;
  }

  @Override
  public T get() {
    T known = answer;
    if (known == null) {
      known = asked.get();
      answer = known;
    }
    return known;
  }
}
