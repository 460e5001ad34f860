/** Numbers as bytes, for whatever is stored or sent in a binary form. Depends on nothing. */
@NullMarked
package io.collabee.impl.binary;

import org.jspecify.annotations.NullMarked;
