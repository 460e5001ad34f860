package io.collabee.impl.security;

import io.collabee.impl.security.Revocation.Kind;
import io.collabee.impl.security.Revocation.Subject;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What this node knows to be revoked: an index of the {@link RevocationLog}, which answers without
 * asking anybody. Whoever hears of a revocation adds it, however often and in whatever order.
 * Thread-safe.
 */
public final class RevokedLogins {
  private final Map<Subject, Revocation> known = new ConcurrentHashMap<>();
  private final Clock clock;
  private volatile Runnable listener = () -> {};

  /** Knows of nothing yet. */
  public RevokedLogins(Clock clock) {
    this.clock = clock;
  }

  /**
   * Has somebody told, on whatever thread, that more is revoked than before; several times at once
   * perhaps. Must not block or throw.
   */
  public void observe(Runnable whoever) {
    listener = whoever;
  }

  /** Takes note of a revocation. */
  public void add(Revocation revocation) {
    if (isNews(revocation)) {
      listener.run();
    }
  }

  /** Takes note of several. */
  public void addAll(Collection<Revocation> revocations) {
    boolean isNews = false;
    for (Revocation each : revocations) {
      isNews |= isNews(each);
    }
    if (isNews) {
      listener.run();
    }
  }

  private boolean isNews(Revocation revocation) {
    if (revocation.isOver(clock.instant())) {
      return false;
    }
    Revocation before = known.get(revocation.subject());
    Revocation now = known.merge(revocation.subject(), revocation, Revocation::and);
    return !now.equals(before);
  }

  /** Whether a login is revoked as far as this node knows. */
  public boolean isRevoked(Login login) {
    return !known.isEmpty()
        && subjects(login).stream()
            .map(known::get)
            .anyMatch(found -> found != null && concerns(found, login));
  }

  /**
   * Whether a login is no longer good because of a revocation.
   *
   * @param found of one of the {@link #subjects} of the login
   */
  boolean concerns(Revocation found, Login login) {
    return !found.isOver(clock.instant())
        && (found.subject().kind() != Kind.USER || !isYounger(login.credential(), found));
  }

  /** Tokens tell the second; what was issued within that of the revocation is taken for older. */
  private static boolean isYounger(Credential credential, Revocation found) {
    return credential.issuedAt().isAfter(found.issuedBefore());
  }

  /** By what a login may have been revoked. */
  static Set<Subject> subjects(Login login) {
    Set<Subject> subjects = new HashSet<>();
    subjects.add(Subject.of(Kind.SESSION, login.session()));
    if (!login.caller().isAnonymous()) {
      subjects.add(Subject.of(Kind.USER, login.caller().name()));
    }
    login.credential().tokenId().ifPresent(id -> subjects.add(Subject.of(Kind.TOKEN, id)));
    return subjects;
  }

  /** Forgets what no longer concerns anything. */
  public void purge() {
    Instant now = clock.instant();
    known.values().removeIf(revocation -> revocation.isOver(now));
  }

  /** How many revocations are known. */
  public int count() {
    return known.size();
  }
}
