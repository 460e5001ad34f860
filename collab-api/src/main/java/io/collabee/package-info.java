/**
 * What a host application sees of CollabEE: documents, operations as values, what happened, and
 * errors.
 *
 * <p>Depends on JSpecify and the Jakarta EE APIs only.
 */
@NullMarked
package io.collabee;

import org.jspecify.annotations.NullMarked;
