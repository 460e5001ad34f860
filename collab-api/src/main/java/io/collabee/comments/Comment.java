package io.collabee.comments;

import java.time.Instant;
import java.util.Optional;

/**
 * What somebody said in a thread.
 *
 * @param id unique in its thread; of the first comment, the thread's
 * @param author the verified principal's name, empty for nobody
 * @param time when it was said, by the server's clock, to the millisecond
 * @param edited when its author last changed it; empty if never
 * @param isDeleted whether it has been taken back; its text is empty then
 * @param text plain text, never markup
 */
public record Comment(
    String id,
    String author,
    Instant time,
    Optional<Instant> edited,
    boolean isDeleted,
    String text) {}
