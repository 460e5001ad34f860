/**
 * The live document: sequencing, batching and followers; the heart. Plain Java: it knows the API,
 * the types, and its own port to a store.
 */
@NullMarked
package io.collabee.impl.document;

import org.jspecify.annotations.NullMarked;
