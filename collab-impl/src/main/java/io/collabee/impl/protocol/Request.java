package io.collabee.impl.protocol;

import io.collabee.DocumentId;
import io.collabee.Operation;
import io.collabee.impl.document.DocumentService;
import io.collabee.impl.document.DocumentService.Answer;
import io.collabee.impl.document.DocumentService.MovedPresence;
import jakarta.json.JsonNumber;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A message from a client whose form has been checked. */
sealed interface Request {

  /** {@code hs}: who the client says it is; empty if it has no id yet. */
  record Handshake(Optional<String> id) implements Request {}

  /** {@code auth}: a fresh ticket, for the login to go on. */
  record Renew(String ticket) implements Request {
    @Override
    public String toString() {
      return "Renew";
    }
  }

  /** {@code pp}: are you there? */
  record Ping() implements Request {}

  /** {@code f}: the content, or the operations from a version on. */
  record Fetch(DocumentId document, OptionalLong version) implements Request {}

  /** {@code s}: as {@link Fetch}, and every operation from then on. */
  record Subscribe(DocumentId document, OptionalLong version) implements Request {}

  /** {@code u}: no more operations. */
  record Unsubscribe(DocumentId document) implements Request {}

  /**
   * {@code bf}, {@code bs}: {@link Fetch} or {@link Subscribe} of several documents.
   *
   * @param wanted each document's version, as if asked for by itself
   */
  record Bulk(boolean subscribe, String collection, Map<DocumentId, OptionalLong> wanted)
      implements Request {
    /** The action, for the reply. */
    String action() {
      return subscribe ? "bs" : "bf";
    }
  }

  /** {@code bu}: {@link Unsubscribe} from several documents. */
  record BulkUnsubscribe(String collection, List<DocumentId> documents) implements Request {}

  /**
   * {@code op}: commit an operation.
   *
   * @param source the id under which it was first sent, if it is resent
   * @param version empty for a create by a client that does not know it
   */
  record Submit(
      DocumentId document,
      Optional<String> source,
      long seq,
      OptionalLong version,
      Operation operation)
      implements Request {}

  /** {@code nf}: the content at a version; empty for the newest. */
  record ContentAtVersion(JsonNumber id, DocumentId document, OptionalLong version)
      implements Request {}

  /** {@code nt}: the content at a time; empty for the newest. */
  record ContentAtTime(JsonNumber id, DocumentId document, Optional<Instant> time)
      implements Request {}

  /**
   * {@code p}: a presence has changed.
   *
   * @param id which of the client's presences on the channel
   * @param version counts the updates of this presence
   * @param value {@link JsonValue#NULL} if it is gone
   * @param place the document it is about; empty for a channel's own presence
   */
  record Presence(Channel channel, String id, long version, JsonValue value, Optional<Place> place)
      implements Request {

    /** Whether this says that the presence is no more. */
    boolean isGone() {
      return JsonValue.NULL.equals(value);
    }

    /** The same presence, gone. */
    Presence gone() {
      return new Presence(channel, id, version, JsonValue.NULL, place);
    }

    /**
     * The same presence at its document's newest version: receivers keep one that is older, be it
     * the news that it is gone, until they are told a newer one.
     *
     * @param source whose it is
     * @param answer given at once if it is about no document, else on the document's lane
     */
    void toNewestVersion(DocumentService documents, String source, Answer<Presence> answer) {
      if (place.isEmpty()) {
        answer.give(this);
        return;
      }
      documents.transformPresence(
          place.get().document(),
          place.get().version().orElse(0),
          value,
          source,
          Answer.of(moved -> answer.give(movedTo(moved)), answer::fail));
    }

    private Presence movedTo(MovedPresence moved) {
      OptionalLong newest = OptionalLong.of(moved.version());
      return new Presence(
          channel,
          id,
          version,
          moved.presence(),
          place.map(at -> new Place(at.document(), newest, at.type())));
    }
  }

  /**
   * The document that a presence is about.
   *
   * @param version which version it refers to; a presence that is gone needs none
   * @param type the type's URI as the client says, passed on as it is
   */
  record Place(DocumentId document, OptionalLong version, JsonValue type) {}

  /** {@code ps}: hear of a channel's presences. */
  record PresenceSubscribe(Channel channel, OptionalLong seq) implements Request {}

  /** {@code pu}: no more presences, and mine are gone. */
  record PresenceUnsubscribe(Channel channel, OptionalLong seq) implements Request {}

  /** {@code pr}: let the others tell their presences again. */
  record PresenceRequest(Channel channel) implements Request {}

  /** {@code qf}, {@code qs}, {@code qu}: queries, which we do not offer. */
  record Query() implements Request {}
}
