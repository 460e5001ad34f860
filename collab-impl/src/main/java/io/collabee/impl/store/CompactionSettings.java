package io.collabee.impl.store;

import java.time.Duration;

/**
 * When history is compacted.
 *
 * @param hot how many of the newest operations of a document stay as they were committed
 * @param idle how long nobody has edited a document until all of its operations may be compacted
 * @param chunk how many operations a chunk takes
 * @param snapshots how many operations lie between two snapshots of compacted history at least; 0
 *     for any number
 * @param pause between two looks at all documents
 */
public record CompactionSettings(
    int hot, Duration idle, int chunk, int snapshots, Duration pause) {}
