package io.collabee.impl.document;

/** Calls out of a lane, where one callee's fault must not reach the others. */
final class Calls {
  private Calls() {}

  static void guarded(System.Logger log, Runnable call) {
    try {
      call.run();
    } catch (RuntimeException | AssertionError fault) {
      log.log(System.Logger.Level.ERROR, "A callback failed", fault);
    }
  }
}
