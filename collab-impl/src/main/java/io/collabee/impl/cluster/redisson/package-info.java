/** The bus over Redis, and the only package that knows Redisson. */
@NullMarked
package io.collabee.impl.cluster.redisson;

import org.jspecify.annotations.NullMarked;
