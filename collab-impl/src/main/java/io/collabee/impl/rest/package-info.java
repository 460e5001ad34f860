/**
 * What is answered over HTTP. The REST interface is a servlet of ours, and a resource for each
 * thing that can be asked for; it knows no JAX-RS, whose applications belong to the host (ADR 15).
 * Of the browser half, which the container serves, it says how long it may be kept. Only {@code
 * cdi} may use it.
 */
@NullMarked
package io.collabee.impl.rest;

import org.jspecify.annotations.NullMarked;
