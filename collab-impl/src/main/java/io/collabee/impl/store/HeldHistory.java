package io.collabee.impl.store;

import org.hibernate.StatelessSession;

/**
 * Holds what everybody needs who compacts or rewrites a document's history: the row of its first
 * diff, which every compaction takes away, and that of its last chunk, which it may take in. Edits
 * touch neither.
 *
 * <p>Always the diff first: a compaction that has it may go on to wait for chunks.
 */
final class HeldHistory {
  private static final String FIRST_DIFF =
      "select first_version from collab_diff where document_key = :key and first_version ="
          + " (select min(f.first_version) from collab_diff f where f.document_key = :key)"
          + " for update";
  private static final String LAST_CHUNK =
      "select first_version from collab_chunk where document_key = :key and first_version ="
          + " (select max(f.first_version) from collab_chunk f where f.document_key = :key)"
          + " for update";
  private static final String ONE_CHUNK =
      "select first_version from collab_chunk where document_key = :key"
          + " and first_version = :version for update";

  /** In SQL, since Hibernate leaves the words out on H2, where they are needed too. */
  private static final String UNLESS_HELD = " skip locked";

  /** How often rows may go while they are waited for. */
  private static final int ATTEMPTS = 20;

  private HeldHistory() {}

  /** Holds a history, once whoever is at it has done. */
  static void await(StatelessSession session, long key) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (isHeld(session, key, "")) {
        return;
      }
    }
    throw new IllegalStateException("The rows of a history vanish while they are being held");
  }

  /** Holds a history, unless somebody is at it. */
  static boolean tryTo(StatelessSession session, long key) {
    return isHeld(session, key, UNLESS_HELD);
  }

  /** Holds a history's chunk, if it is still there when whoever holds it has done. */
  static boolean awaitChunk(StatelessSession session, long key, long firstVersion) {
    return session
        .createNativeQuery(ONE_CHUNK, Long.class)
        .setParameter("key", key)
        .setParameter("version", firstVersion)
        .uniqueResultOptional()
        .isPresent();
  }

  private static boolean isHeld(StatelessSession session, long key, String otherwise) {
    return isHeld(session, key, FIRST_DIFF + otherwise, RunTable.DIFFS)
        && isHeld(session, key, LAST_CHUNK + otherwise, RunTable.CHUNKS);
  }

  /** Whether the row is held, or there is none: one that has just gone has left others. */
  private static boolean isHeld(
      StatelessSession session, long key, String statement, RunTable<?> table) {
    boolean isHeld =
        session
            .createNativeQuery(statement, Long.class)
            .setParameter("key", key)
            .uniqueResultOptional()
            .isPresent();
    return isHeld || table.spanStartingAtOrBefore(session, key, Long.MAX_VALUE).isEmpty();
  }
}
