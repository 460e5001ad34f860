package io.collabee.impl.document;

/**
 * Calls out of a lane, where one callee's fault must not reach the others. Errors count as faults:
 * a host's type may overflow the stack or lack a class, and a lane that dies takes all its
 * documents with it.
 */
final class Calls {
  private Calls() {}

  static void guarded(System.Logger log, Runnable call) {
    try {
      call.run();
    } catch (RuntimeException | Error fault) {
      log.log(System.Logger.Level.ERROR, "A callback failed", fault);
    }
  }
}
