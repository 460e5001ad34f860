/**
 * JSON text to and from {@code jakarta.json} values, the same on every server. Depends on Jackson's
 * streaming core only.
 */
@NullMarked
package io.collabee.impl.json;

import org.jspecify.annotations.NullMarked;
