/**
 * The only wiring: builds the module from plain constructors when the application starts, stops it
 * when it ends, and offers it to the host by CDI. May depend on everything.
 */
@NullMarked
package io.collabee.impl.cdi;

import org.jspecify.annotations.NullMarked;
