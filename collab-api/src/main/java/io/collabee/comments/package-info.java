/** Comments on documents, as values. See {@link io.collabee.Comments}. */
@NullMarked
package io.collabee.comments;

import org.jspecify.annotations.NullMarked;
