package io.collabee.impl.protocol;

import io.collabee.CollabException;
import io.collabee.DocumentId;
import io.collabee.ErrorCode;
import io.collabee.impl.document.DocumentService;
import io.collabee.impl.document.DocumentService.Answer;
import io.collabee.impl.json.JsonText;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * A presence on its way to those who listen on its channel, on this node and others.
 *
 * @param channel where it is told
 * @param source the client whose presence it is, which does not hear of it
 * @param id which of that client's presences on the channel
 * @param version counts the client's updates of it
 * @param document the document it is about; only who may read that hears of it
 * @param isGone whether it says that the presence is no more
 * @param text the message for clients
 */
public record PresenceMessage(
    Channel channel,
    String source,
    String id,
    long version,
    Optional<DocumentId> document,
    boolean isGone,
    String text) {

  /** What a client tells. */
  static PresenceMessage of(String source, Request.Presence presence) {
    return new PresenceMessage(
        presence.channel(),
        source,
        presence.id(),
        presence.version(),
        presence.place().map(Request.Place::document),
        presence.isGone(),
        Messages.presence(source, presence));
  }

  /**
   * The news that this presence is no more.
   *
   * @throws CollabException if the text is no presence's
   */
  public PresenceMessage gone() {
    return of(source, told().gone());
  }

  /**
   * Brings it to the newest version that this node has of its document, since clients cannot use an
   * older one: they would wait for it to be told again.
   *
   * @param then called at once if it is about no document, else on the document's lane
   * @throws CollabException if the text is no presence's
   */
  public void toNewestVersion(DocumentService documents, Consumer<PresenceMessage> then) {
    if (document.isEmpty()) {
      then.accept(this);
      return;
    }
    Request.Presence told = told();
    told.toNewestVersion(
        documents,
        source,
        Answer.of(
            moved -> then.accept(moved.equals(told) ? this : of(source, moved)),
            reason -> then.accept(this)));
  }

  /** Reads the text. */
  private Request.Presence told() {
    JsonValue value = JsonText.parse(text);
    if (!(value instanceof JsonObject message)) {
      throw new CollabException(ErrorCode.ERR_MESSAGE_BADLY_FORMED, "A presence is no object");
    }
    OptionalLong refersTo =
        message.get("v") instanceof JsonNumber number
            ? OptionalLong.of(number.longValue())
            : OptionalLong.empty();
    return new Request.Presence(
        channel,
        id,
        version,
        message.getOrDefault("p", JsonValue.NULL),
        document.map(
            about ->
                new Request.Place(about, refersTo, message.getOrDefault("t", JsonValue.NULL))));
  }
}
