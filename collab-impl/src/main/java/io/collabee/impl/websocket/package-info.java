/**
 * The WebSocket endpoint: takes clients' messages from the container and gives them theirs.
 *
 * <p>{@link io.collabee.impl.websocket.Outbox} and {@link io.collabee.impl.websocket.Heartbeat} are
 * plain Java behind the port {@link io.collabee.impl.websocket.Wire}; only the classes named after
 * what they are in Jakarta EE know {@code jakarta.websocket} and {@code jakarta.servlet}.
 */
@NullMarked
package io.collabee.impl.websocket;

import org.jspecify.annotations.NullMarked;
