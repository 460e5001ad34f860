package io.collabee.impl.fuzz;

import io.collabee.impl.ot.TextType;

/** Operations and documents of {@link TextType}. */
public final class TextTarget {
  private static final TypeTarget<?, ?> TARGET = new TypeTarget<>(new TextType(), true);

  private TextTarget() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    TARGET.run(input);
  }
}
