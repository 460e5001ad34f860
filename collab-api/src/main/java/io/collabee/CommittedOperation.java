package io.collabee;

import java.time.Instant;

/**
 * An operation as the log has it.
 *
 * @param document the document
 * @param version the version it applies to; it takes the document to {@code version + 1}
 * @param source the connected client that made it; opaque
 * @param seq that client's own counter, from 1
 * @param author the verified principal's name, empty for nobody
 * @param time when the server committed it; never decreases within a document
 * @param operation what it does, transformed over everything committed before
 */
public record CommittedOperation(
    DocumentId document,
    long version,
    String source,
    long seq,
    String author,
    Instant time,
    Operation operation) {}
