package io.collabee.history;

import java.time.Instant;

/**
 * What somebody called a version, such as "Sent to legal". A version that has a label stays
 * readable, whatever becomes of the history around it.
 *
 * @param version how many operations went in
 * @param name 1 to 255 characters
 * @param author who gave the label first; empty for nobody
 * @param time when
 */
public record Label(long version, String name, String author, Instant time) {}
