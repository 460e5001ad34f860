/**
 * The document types: pure functions over values. Depends on the API, {@code jakarta.json} and
 * {@link io.collabee.impl.json}, which makes JSON values.
 */
@NullMarked
package io.collabee.impl.ot;

import org.jspecify.annotations.NullMarked;
