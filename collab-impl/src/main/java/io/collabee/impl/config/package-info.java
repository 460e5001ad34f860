/**
 * Every key under {@code collab.}: its type, default, range and meaning, and where values are read
 * from. Depends on the API only; MicroProfile Config is used where there is one, from the package
 * {@code microprofile} alone.
 */
@NullMarked
package io.collabee.impl.config;

import org.jspecify.annotations.NullMarked;
