/**
 * The document types: pure functions over values. Depends on the API and {@code jakarta.json} only.
 */
@NullMarked
package io.collabee.impl.ot;

import org.jspecify.annotations.NullMarked;
