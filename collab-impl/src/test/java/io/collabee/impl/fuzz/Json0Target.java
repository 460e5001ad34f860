package io.collabee.impl.fuzz;

import io.collabee.impl.ot.Json0Type;

/**
 * Operations and documents of {@link Json0Type}. Operations say what they replace, and are believed
 * as in npm's type; the laws hold for those that say the truth only.
 */
public final class Json0Target {
  private static final TypeTarget<?, ?> TARGET = new TypeTarget<>(new Json0Type(), false);

  private Json0Target() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    TARGET.run(input);
  }
}
