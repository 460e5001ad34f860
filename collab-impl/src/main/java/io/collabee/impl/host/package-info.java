/**
 * What the host's own code calls and is told: {@code Documents} over the live documents, watching,
 * and the events of commits. Plain Java; depends on the API and {@code document}.
 */
@NullMarked
package io.collabee.impl.host;

import org.jspecify.annotations.NullMarked;
