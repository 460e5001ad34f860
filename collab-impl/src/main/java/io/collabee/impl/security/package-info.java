/**
 * Who is there, and who may do what where the host does not say. Plain Java; depends on the API and
 * the settings only. What a token says is read by the package {@code mpjwt} alone.
 */
@NullMarked
package io.collabee.impl.security;

import org.jspecify.annotations.NullMarked;
