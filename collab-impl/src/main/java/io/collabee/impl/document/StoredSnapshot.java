package io.collabee.impl.document;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * All that the operations before {@code version} add up to: the content, and which clients'
 * operations they hold.
 *
 * @param version how many operations went in
 * @param type the type's URI; empty if the document does not exist at this version
 * @param content the content as JSON text, {@code null} as text if there is none
 * @param time of the last operation that went in
 * @param sources of each client heard of lately, its last operation here. With them a resent
 *     operation is known however old it is, and the log needs no index by source.
 */
public record StoredSnapshot(
    long version,
    Optional<String> type,
    String content,
    Instant time,
    Map<String, LastSent> sources) {

  /** Copies the map. */
  public StoredSnapshot {
    sources = Map.copyOf(sources);
  }

  /**
   * A client's last committed operation in this document.
   *
   * @param seq the client's counter
   * @param version the version the operation was committed at
   * @param time when
   */
  public record LastSent(long seq, long version, Instant time) {}
}
