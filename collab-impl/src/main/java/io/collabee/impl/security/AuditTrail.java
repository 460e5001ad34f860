package io.collabee.impl.security;

import io.collabee.Caller;
import io.collabee.DocumentId;
import io.collabee.event.Audited;
import java.util.Optional;

/** Where security events are told. Thread-safe; never blocks or throws. */
public interface AuditTrail {

  /** Keeps nothing. */
  AuditTrail NONE = (kind, subject, reason) -> {};

  /**
   * Tells of an event.
   *
   * @param reason a sentence; no content, token or secret
   */
  void tell(Audited.Kind kind, Subject subject, String reason);

  /**
   * Whom and what an event is about.
   *
   * @param caller empty for nobody
   */
  record Subject(
      String caller,
      Optional<DocumentId> document,
      Optional<String> session,
      Optional<String> address) {

    /** Somebody who has no login yet, or is not connected. */
    public static Subject of(Caller caller) {
      return new Subject(caller.name(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Somebody under a login. */
    public static Subject of(Login login) {
      return new Subject(
          login.caller().name(), Optional.empty(), Optional.of(login.session()), Optional.empty());
    }

    /** The same, concerning a document. */
    public Subject about(DocumentId concerned) {
      return new Subject(caller, Optional.of(concerned), session, address);
    }

    /** The same, from this network address. */
    public Subject from(String remote) {
      return new Subject(caller, document, session, Optional.of(remote));
    }
  }
}
