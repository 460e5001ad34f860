package io.collabee.impl.security;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Keeps small values for some time, quickly, for all nodes. What is on it may be gone at any time,
 * so nothing may depend on it: it is asked first, and the database has the last word. Thread-safe;
 * no method blocks or throws, and what cannot be done fails soon.
 */
public interface Shelf {

  /** One that is away. */
  Shelf NONE =
      new Shelf() {
        @Override
        public boolean isOpen() {
          return false;
        }

        @Override
        public CompletionStage<Optional<byte[]>> get(String name) {
          return away();
        }

        @Override
        public CompletionStage<Void> put(String name, byte[] value, Duration life) {
          return away();
        }

        @Override
        public CompletionStage<Void> remove(String name) {
          return away();
        }

        @Override
        public CompletionStage<Set<String>> members(String group) {
          return away();
        }

        @Override
        public CompletionStage<Void> join(String group, String member, Duration life) {
          return away();
        }

        @Override
        public CompletionStage<Void> leave(String group, String member) {
          return away();
        }
      };

  /** Whether it is there, as far as anybody can tell. */
  boolean isOpen();

  /** The value of this name; empty if there is none, or none that a node has put there. */
  CompletionStage<Optional<byte[]>> get(String name);

  /**
   * Puts a value there in place of an earlier one.
   *
   * @param life how long it is kept, at least a millisecond
   */
  CompletionStage<Void> put(String name, byte[] value, Duration life);

  /** Takes a value away. */
  CompletionStage<Void> remove(String name);

  /** Who is in a group. */
  CompletionStage<Set<String>> members(String group);

  /**
   * Puts somebody into a group.
   *
   * @param life how long the group is kept from now on
   */
  CompletionStage<Void> join(String group, String member, Duration life);

  /** Takes somebody out of a group. */
  CompletionStage<Void> leave(String group, String member);

  /** The failure of what is away. */
  static <T> CompletionStage<T> away() {
    return CompletableFuture.failedFuture(new IllegalStateException("The shelf is away"));
  }
}
