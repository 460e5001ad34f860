package io.collabee.impl.security;

import io.collabee.Revocations;
import io.collabee.event.Audited;
import io.collabee.impl.security.Revocation.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Revokes: in the store first, so that it lasts whatever happens next; then on this node; then it
 * tells the others. Thread-safe.
 */
public final class Revoker implements Revocations {
  private static final String BY_APPLICATION = "by the application";

  private final RevocationLog log;
  private final RevokedLogins revoked;
  private final Supplier<Shelf> shelf;
  private final SessionKeeper sessions;
  private final Consumer<Revocation> others;
  private final AuditTrail audit;
  private final Duration life;
  private final Clock clock;

  /**
   * A revoker of this node.
   *
   * @param revoked is told what is stored
   * @param shelf where it is put then, for those who ask
   * @param sessions forgets what could be taken up again
   * @param others is told then; must not block or throw
   * @param life longer than any token lives
   */
  public Revoker(
      RevocationLog log,
      RevokedLogins revoked,
      Supplier<Shelf> shelf,
      SessionKeeper sessions,
      Consumer<Revocation> others,
      AuditTrail audit,
      Duration life,
      Clock clock) {
    this.log = log;
    this.revoked = revoked;
    this.shelf = shelf;
    this.sessions = sessions;
    this.others = others;
    this.audit = audit;
    this.life = life;
    this.clock = clock;
  }

  @Override
  public void revokeToken(String tokenId, Instant expires) {
    revokeToken(tokenId, expires, BY_APPLICATION);
  }

  /**
   * The same.
   *
   * @param by for the audit: by whom
   */
  public void revokeToken(String tokenId, Instant expires, String by) {
    Instant now = clock.instant();
    if (!sessions.longestOf(expires, now).isAfter(now)) {
      return;
    }
    revoke(ofToken(tokenId, now, expires));
    tell("", Optional.empty(), "A token was revoked " + by);
  }

  @Override
  public void revokeUser(String name) {
    revokeUser(name, BY_APPLICATION);
  }

  /**
   * The same.
   *
   * @param by for the audit: by whom
   */
  public void revokeUser(String name, String by) {
    Instant now = clock.instant();
    revoke(new Revocation(Revocation.Subject.of(Kind.USER, name), now, now.plus(life)));
    sessions.forgetAllOf(name);
    tell(name, Optional.empty(), "All logins were revoked " + by);
  }

  @Override
  public void endSession(String session) {
    endSession(session, BY_APPLICATION);
  }

  /**
   * The same.
   *
   * @param by for the audit: by whom
   */
  public void endSession(String session, String by) {
    end(session);
    tell("", Optional.of(session), "The session was ended " + by);
  }

  /** Ends a login because its caller wants it to, with the token that it rests on. */
  public void signOut(Login login) {
    Credential credential = login.credential();
    Instant now = clock.instant();
    credential
        .tokenId()
        .map(id -> ofToken(id, now, credential.expires().orElse(now.plus(life))))
        .ifPresent(this::revoke);
    end(login.session());
    audit.tell(Audited.Kind.SIGNED_OUT, AuditTrail.Subject.of(login), "Signed out");
  }

  private void end(String session) {
    Instant now = clock.instant();
    revoke(new Revocation(Revocation.Subject.of(Kind.SESSION, session), now, now.plus(life)));
    sessions.forget(session);
  }

  /** Remembered for as long as a session that began with the token may live. */
  private Revocation ofToken(String tokenId, Instant now, Instant expires) {
    return new Revocation(
        Revocation.Subject.of(Kind.TOKEN, tokenId), now, sessions.longestOf(expires, now));
  }

  private void revoke(Revocation revocation) {
    log.record(revocation);
    revoked.add(revocation);
    RevocationCheck.put(revocation, shelf.get(), clock);
    others.accept(revocation);
  }

  private void tell(String caller, Optional<String> session, String reason) {
    audit.tell(
        Audited.Kind.REVOKED,
        new AuditTrail.Subject(caller, Optional.empty(), session, Optional.empty()),
        reason);
  }
}
