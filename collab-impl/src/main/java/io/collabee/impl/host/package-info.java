/**
 * What the host's own code calls and is told: {@code Documents} over the live documents, watching,
 * and the events of commits; and what history is read through. Plain Java; depends on the API,
 * {@code document} and {@code history}.
 */
@NullMarked
package io.collabee.impl.host;

import org.jspecify.annotations.NullMarked;
