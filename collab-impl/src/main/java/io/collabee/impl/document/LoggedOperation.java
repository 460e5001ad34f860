package io.collabee.impl.document;

import java.time.Instant;

/**
 * A committed operation as the log keeps it.
 *
 * @param version the version it applies to, from 0; it takes the document to {@code version + 1}
 * @param source the client that made it
 * @param seq that client's own counter, from 1
 * @param author the verified principal's name, empty for nobody
 * @param time when it was committed, to the millisecond
 * @param payload what it does, as the members of a JSON object without its braces: {@code "op":…},
 *     {@code "create":{"type":…,"data":…}}, {@code "del":true}, or nothing. It is what the wire
 *     carries too.
 */
public record LoggedOperation(
    long version, String source, long seq, String author, Instant time, String payload) {}
