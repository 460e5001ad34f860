/**
 * Comments: threads in a document of their own beside the one they are about, and how their anchors
 * go along with its edits (ADR 28, ADR 29). Plain Java; depends on {@code document}, {@code
 * history} and {@code ot}.
 */
@NullMarked
package io.collabee.impl.comments;

import org.jspecify.annotations.NullMarked;
