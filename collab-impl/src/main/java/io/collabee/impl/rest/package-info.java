/**
 * The REST interface: a servlet of ours, and a resource for each thing that can be asked for. Knows
 * no JAX-RS, whose applications belong to the host (ADR 15). Only {@code cdi} may use it.
 */
@NullMarked
package io.collabee.impl.rest;

import org.jspecify.annotations.NullMarked;
