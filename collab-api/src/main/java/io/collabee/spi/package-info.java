/**
 * The ports that a host application may implement as CDI beans: document types of its own, and who
 * may do what.
 *
 * <p>Depends on {@code io.collabee} only.
 */
@NullMarked
package io.collabee.spi;

import org.jspecify.annotations.NullMarked;
