package io.collabee.impl.security;

import io.collabee.event.Audited;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Says for which actions it is not enough that somebody has logged in some time ago: he must have
 * proved lately who he is, as RFC 9470 has it. Thread-safe.
 */
public final class StepUp {

  /** Where no action is critical. */
  public static final StepUp NEVER =
      new StepUp(Duration.ZERO, Set.of(), false, Clock.systemUTC(), AuditTrail.NONE);

  private final Duration maxAge;
  private final Set<Action> critical;
  private final boolean refusesUnknown;
  private final Clock clock;
  private final AuditTrail audit;

  /** What may be critical. */
  public enum Action {
    /** A document is set back to an old version. */
    RESTORE,
    /** A document is deleted. */
    DELETE,
    /** History is deleted. */
    PURGE,
    /** It is changed who may do what with a document. */
    SHARE,
    /** Logins of others are ended. */
    REVOKE,
    /** Anything of a document is changed. */
    WRITE;

    /** The action that a configuration calls so. */
    public static Action of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /**
   * @param maxAge how long ago somebody may have proved who he is
   * @param critical the actions for which that counts
   * @param refusesUnknown whether a login of which nobody says when that was counts as too old
   * @param audit is told what was refused
   */
  public StepUp(
      Duration maxAge,
      Set<Action> critical,
      boolean refusesUnknown,
      Clock clock,
      AuditTrail audit) {
    this.maxAge = maxAge;
    this.critical = Set.copyOf(critical);
    this.refusesUnknown = refusesUnknown;
    this.clock = clock;
    this.audit = audit;
  }

  /** Whether the caller has to prove anew who he is before he may do this. */
  public boolean isNeeded(Action action, Login login) {
    return critical.contains(action) && !isFresh(login.credential());
  }

  private boolean isFresh(Credential credential) {
    Optional<Instant> proven = credential.provenAt();
    return proven.isEmpty() ? !refusesUnknown : !clock.instant().isAfter(proven.get().plus(maxAge));
  }

  /**
   * That the caller may do this without proving anew who he is.
   *
   * @throws StepUpRequired if he has to; it is audited
   */
  public void require(Action action, Login login) {
    if (isNeeded(action, login)) {
      throw refuse(action, login);
    }
  }

  /** Says why it is refused, and has that audited. */
  public StepUpRequired refuse(Action action, Login login) {
    audit.tell(
        Audited.Kind.REFUSED,
        AuditTrail.Subject.of(login),
        "Has to confirm the login first: " + action.name().toLowerCase(Locale.ROOT));
    return required();
  }

  /** Says why it is refused, to somebody whose refusal has been audited. */
  public StepUpRequired required() {
    return new StepUpRequired(maxAge);
  }
}
