/**
 * Configuration by MicroProfile Config. The only package that may touch its API; loaded by name, so
 * that a server without it never sees this.
 */
@NullMarked
package io.collabee.impl.config.microprofile;

import org.jspecify.annotations.NullMarked;
