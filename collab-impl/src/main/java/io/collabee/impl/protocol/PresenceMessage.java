package io.collabee.impl.protocol;

import io.collabee.DocumentId;
import java.util.Optional;

/**
 * A presence on its way to those who listen on its channel, on this node and others.
 *
 * @param channel where it is told
 * @param source the client whose presence it is, which does not hear of it
 * @param id which of that client's presences on the channel
 * @param document the document it is about; only who may read that hears of it
 * @param isGone whether it says that the presence is no more
 * @param text the message for clients
 */
public record PresenceMessage(
    Channel channel,
    String source,
    String id,
    Optional<DocumentId> document,
    boolean isGone,
    String text) {}
