/**
 * Tokens that the server verified by MicroProfile JWT. The only package that may touch its API;
 * loaded by name, so that a server without it never sees this.
 */
@NullMarked
package io.collabee.impl.security.microprofile;

import org.jspecify.annotations.NullMarked;
