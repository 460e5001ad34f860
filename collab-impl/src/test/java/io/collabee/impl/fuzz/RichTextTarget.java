package io.collabee.impl.fuzz;

import io.collabee.impl.ot.RichTextType;

/** Operations and documents of {@link RichTextType}. */
public final class RichTextTarget {
  private static final TypeTarget<?, ?> TARGET = new TypeTarget<>(new RichTextType(), true);

  private RichTextTarget() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    TARGET.run(input);
  }
}
