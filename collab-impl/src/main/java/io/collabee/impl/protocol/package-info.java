/**
 * The ShareDB protocol: messages and their text, one connection's state, presence. Plain Java: it
 * knows the API, the documents of this node and {@code jakarta.json}, and reaches its client
 * through the port {@link io.collabee.impl.protocol.Peer}.
 */
@NullMarked
package io.collabee.impl.protocol;

import org.jspecify.annotations.NullMarked;
