package io.collabee.impl.comments;

/**
 * How much there may be.
 *
 * @param length of a comment, in characters
 * @param threads of a document
 * @param comments of a thread
 */
public record CommentLimits(int length, int threads, int comments) {}
