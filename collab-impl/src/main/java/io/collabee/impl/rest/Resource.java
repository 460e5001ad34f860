package io.collabee.impl.rest;

/** Answers requests of one method for paths of one form. Thread-safe. */
@FunctionalInterface
public interface Resource {

  /**
   * Answers a request, and may block.
   *
   * @throws io.collabee.CollabException answered as a problem
   */
  Answer answer(Asked asked);
}
