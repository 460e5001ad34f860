/**
 * Minutes, a small application that uses CollabEE as any host would: through {@code io.collabee}
 * alone. May depend on Jakarta EE and the api.
 */
@NullMarked
package io.collabee.sample;

import org.jspecify.annotations.NullMarked;
