@NullMarked
package io.collabee.impl.comments;

import org.jspecify.annotations.NullMarked;
