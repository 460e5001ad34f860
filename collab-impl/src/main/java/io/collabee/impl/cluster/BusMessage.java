package io.collabee.impl.cluster;

import io.collabee.DocumentId;
import io.collabee.event.AccessChanged;
import io.collabee.impl.document.LoggedOperation;
import io.collabee.impl.protocol.Channel;
import io.collabee.impl.protocol.PresenceMessage;
import io.collabee.impl.security.Revocation;
import java.util.List;

/** What a node tells the others. */
public sealed interface BusMessage {

  /**
   * Operations were committed.
   *
   * @param operations one or more, of consecutive versions
   */
  record Operations(DocumentId document, List<LoggedOperation> operations) implements BusMessage {
    /** Copies the list. */
    public Operations {
      operations = List.copyOf(operations);
    }
  }

  /**
   * A document has moved; what to is in the log.
   *
   * @param version its head
   */
  record Head(DocumentId document, long version) implements BusMessage {}

  /**
   * A presence has changed.
   *
   * @param number counts the sender's messages of this kind and the next from 1, so that a lost one
   *     is missed
   */
  record Presence(PresenceMessage presence, long number) implements BusMessage {}

  /**
   * Somebody wants to know the presences on a channel.
   *
   * @param number as of {@link Presence}
   */
  record PresenceWanted(Channel channel, long number) implements BusMessage {}

  /**
   * How far the sender is with telling presences, so that a lost last one is missed.
   *
   * @param number that of its last message of the two kinds
   * @param rounds how often it has let all its clients tell theirs again
   */
  record PresencesTold(long number, long rounds) implements BusMessage {}

  /**
   * Some presences were not sent, since newer ones have taken their place: they are not missing.
   *
   * @param numbers of the presences left out
   */
  record PresencesReplaced(List<Long> numbers) implements BusMessage {
    /** Copies the list. */
    public PresencesReplaced {
      numbers = List.copyOf(numbers);
    }
  }

  /**
   * One node is to tell all its presences again.
   *
   * @param of that node
   */
  record PresencesWanted(NodeId of) implements BusMessage {}

  /**
   * The sender lives. Comes back to the sender too, which proves the way there and back.
   *
   * @param number counts up from 1
   */
  record Beat(long number) implements BusMessage {}

  /** What callers may do may be something else now. */
  record AccessMayDiffer(AccessChanged change) implements BusMessage {}

  /** Something is good no more; it is in the log of revocations. */
  record Revoked(Revocation revocation) implements BusMessage {}

  /** The sender goes, and its presences with it. */
  record Leaving() implements BusMessage {}
}
