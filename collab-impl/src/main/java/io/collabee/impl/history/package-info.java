/**
 * What the log says about a document's past, made from its operations: sessions, who wrote what,
 * what changed between two versions, and operations that bring back what was. Plain Java: it knows
 * the API, the types and the documents, and reads them through its own port {@link
 * io.collabee.impl.history.Past}.
 */
@NullMarked
package io.collabee.impl.history;

import org.jspecify.annotations.NullMarked;
