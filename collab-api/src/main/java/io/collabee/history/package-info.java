/**
 * What {@link io.collabee.History} tells of a document's past, as values. Depends on {@code
 * io.collabee} only.
 */
@NullMarked
package io.collabee.history;

import org.jspecify.annotations.NullMarked;
