package io.collabee.impl.fuzz;

import java.util.Arrays;
import java.util.List;

/** All targets in one, for a short time: the first byte says which. */
public final class AllTargets {
  private static final List<Target> ALL = List.of(Target.values());

  private AllTargets() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    if (input.length > 0) {
      ALL.get((input[0] & 0xff) % ALL.size()).run(Arrays.copyOfRange(input, 1, input.length));
    }
  }

  /** An input for one of them. */
  static byte[] of(Target target, byte[] input) {
    byte[] all = new byte[input.length + 1];
    all[0] = (byte) ALL.indexOf(target);
    System.arraycopy(input, 0, all, 1, input.length);
    return all;
  }
}
