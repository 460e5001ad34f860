@NullMarked
package io.collabee.impl.keeping;

import org.jspecify.annotations.NullMarked;
