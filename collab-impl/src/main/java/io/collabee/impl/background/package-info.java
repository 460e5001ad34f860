/** Threads of a part's own. Depends on nothing. */
@NullMarked
package io.collabee.impl.background;

import org.jspecify.annotations.NullMarked;
