/**
 * What is kept of documents: labels of versions, checking a history, thinning it out, dropping,
 * purging and redacting, by call and by policy in the background.
 *
 * <p>Plain Java. May depend on {@code document} for the log and the archive, and on {@code ot}.
 */
@NullMarked
package io.collabee.impl.keeping;

import org.jspecify.annotations.NullMarked;
