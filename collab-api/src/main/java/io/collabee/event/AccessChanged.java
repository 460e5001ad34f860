package io.collabee.event;

import io.collabee.DocumentId;
import java.util.Optional;

/**
 * Fired by the host: what the {@link io.collabee.spi.AccessPolicy} answers is another now. On every
 * node the policy is asked again at once for all open connections that this concerns, and they are
 * told: a writer becomes a reader or the other way round without connecting again, and who may no
 * longer read is sent nothing more of the document.
 *
 * <pre>{@code
 * @Inject Event<AccessChanged> accessChanged;
 *
 * accessChanged.fire(AccessChanged.of(document, "ann"));
 * }</pre>
 *
 * <p>It may be fired, or fired asynchronously, inside the transaction that changes the rights: it
 * is taken when that has committed. It returns before open connections have been asked about;
 * requests that come from then on are judged anew on this node. Other nodes hear of it over the bus
 * between nodes. If that is away they ask again within {@code collab.access.recheck} by themselves,
 * as they do where a host fires nothing.
 *
 * @param document for which document; empty for all
 * @param user for the caller of which name; empty for all
 */
public record AccessChanged(Optional<DocumentId> document, Optional<String> user) {

  /** What anybody may do with one document. */
  public static AccessChanged of(DocumentId document) {
    return new AccessChanged(Optional.of(document), Optional.empty());
  }

  /** What one user may do with one document. */
  public static AccessChanged of(DocumentId document, String user) {
    return new AccessChanged(Optional.of(document), Optional.of(user));
  }

  /**
   * What one user may do with any document, as when a role is given or taken. The roles that the
   * container told of at the handshake stay as they were until the login is renewed.
   */
  public static AccessChanged of(String user) {
    return new AccessChanged(Optional.empty(), Optional.of(user));
  }

  /** Anything. Every open connection is asked about, which may take a while. */
  public static AccessChanged ofEverything() {
    return new AccessChanged(Optional.empty(), Optional.empty());
  }

  /** Whether this is about a document. */
  public boolean concerns(DocumentId asked) {
    return document.isEmpty() || document.get().equals(asked);
  }

  /** Whether this is about the caller of this name. */
  public boolean concerns(String asked) {
    return user.isEmpty() || user.get().equals(asked);
  }
}
