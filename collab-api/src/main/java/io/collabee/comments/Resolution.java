package io.collabee.comments;

import java.time.Instant;

/**
 * That a thread is settled.
 *
 * @param by who said so, empty for nobody
 * @param time when, to the millisecond
 */
public record Resolution(String by, Instant time) {}
