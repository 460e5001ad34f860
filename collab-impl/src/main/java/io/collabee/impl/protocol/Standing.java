package io.collabee.impl.protocol;

import io.collabee.DocumentId;
import io.collabee.event.Audited;
import io.collabee.impl.security.AuditTrail;
import io.collabee.impl.security.Login;
import io.collabee.spi.Access;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * What the client has been told it may do with the documents it wants to follow. One that asked for
 * it is told each change, also of a document it may not read now; others are told only that they
 * may no longer read one. Thread-safe.
 */
final class Standing {
  private final Map<DocumentId, Access> told = new ConcurrentHashMap<>();
  private final Peer peer;
  private final boolean isWanted;
  private final int limit;
  private final Supplier<Login> login;
  private final AuditTrail audit;

  /**
   * @param isWanted whether the client wants to be told
   * @param limit how many documents that it may not read are remembered
   */
  Standing(Peer peer, boolean isWanted, int limit, Supplier<Login> login, AuditTrail audit) {
    this.peer = peer;
    this.isWanted = isWanted;
    this.limit = limit;
    this.login = login;
    this.audit = audit;
  }

  /** The client begins to follow a document, or does so again. */
  void follows(DocumentId document, Access access) {
    told.put(document, access);
    if (isWanted) {
      peer.push(Messages.access(document, access));
    }
  }

  /** The client would follow a document and may not. */
  void wouldFollow(DocumentId document) {
    told.remove(document);
    if (isWanted && told.size() < limit) {
      told.put(document, Access.NONE);
    }
  }

  /** The client does not want to follow a document any more. */
  void forget(DocumentId document) {
    told.remove(document);
  }

  /** What the client may do with a document; news only if it has been told something else. */
  void learned(DocumentId document, Access access) {
    Access before = told.replace(document, access);
    if (before == null || before == access) {
      return;
    }
    if (isWanted) {
      peer.push(Messages.access(document, access));
    } else if (access == Access.NONE) {
      told.remove(document);
      // Of what ShareDB's client understands, this does nothing but tell the page.
      peer.push(Messages.failedOperation(document, Guard.readForbidden()));
    }
    audit.tell(
        Audited.Kind.ACCESS_CHANGED,
        AuditTrail.Subject.of(login.get()).about(document),
        "May do " + access + " instead of " + before);
  }

  /** The documents that the client follows or would follow. */
  Set<DocumentId> documents() {
    return Set.copyOf(told.keySet());
  }
}
