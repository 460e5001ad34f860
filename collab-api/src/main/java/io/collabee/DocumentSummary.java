package io.collabee;

import java.time.Instant;
import java.util.Optional;

/**
 * What there is to be known of a document without reading its content.
 *
 * @param document which document
 * @param version its newest version
 * @param type the type's URI; empty if it was deleted
 * @param created when its first operation was committed
 * @param modified when its newest one was
 */
public record DocumentSummary(
    DocumentId document, long version, Optional<String> type, Instant created, Instant modified) {}
