/**
 * Contents in forms that other programs read, HTML, Markdown and plain text, and such forms as
 * contents. Plain Java with two libraries: jsoup reads HTML and lets through only what is safe,
 * commonmark reads Markdown (ADR 27). Only {@code cdi} may use it.
 */
@NullMarked
package io.collabee.impl.render;

import org.jspecify.annotations.NullMarked;
