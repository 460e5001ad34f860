package io.collabee.impl.security;

import io.collabee.CollabException;
import io.collabee.ErrorCode;
import io.collabee.impl.security.Revocation.Subject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Whether a login is still good.
 *
 * <p>What is done often asks {@linkplain #require the index} of this node, which may lag behind the
 * database by a second or so where no bus brings news. What begins something, or is critical, asks
 * {@linkplain #requireSurely further}: the shelf, and the database if that is away. If neither
 * answers, it is refused: nobody knows. Then the index gets old too, and reading goes on or not, as
 * is configured. Thread-safe.
 */
public final class RevocationCheck {
  private final RevokedLogins revoked;
  private final RevocationLog log;
  private final Supplier<Shelf> shelf;
  private final Supplier<Duration> age;
  private final Terms terms;

  /**
   * When the index is too old.
   *
   * @param oldest how old it may be while the shelf is away
   * @param readsOn whether reading goes on when it is older
   */
  public record Terms(Duration oldest, boolean readsOn) {}

  /**
   * @param shelf what is asked before the log, whichever it is by then
   * @param age how old the index is
   */
  public RevocationCheck(
      RevokedLogins revoked,
      RevocationLog log,
      Supplier<Shelf> shelf,
      Supplier<Duration> age,
      Terms terms) {
    this.revoked = revoked;
    this.log = log;
    this.shelf = shelf;
    this.age = age;
    this.terms = terms;
  }

  /**
   * That a login may go on, as far as this node knows. Does not block.
   *
   * @throws CollabException {@link ErrorCode#ERR_LOGIN_REVOKED}; {@link ErrorCode#ERR_UNAVAILABLE}
   *     if what is known is too old
   */
  public void require(Login login) {
    if (revoked.isRevoked(login)) {
      throw refused();
    }
    if (!isReadable()) {
      throw unknown();
    }
  }

  /**
   * That a login was not revoked, by the newest that anybody knows. May block.
   *
   * @throws CollabException {@link ErrorCode#ERR_LOGIN_REVOKED}; {@link ErrorCode#ERR_UNAVAILABLE}
   *     if nobody knows
   */
  public void requireSurely(Login login) {
    if (revoked.isRevoked(login)) {
      throw refused();
    }
    if (login.caller().isAnonymous()) {
      return;
    }
    revoked.addAll(newest(RevokedLogins.subjects(login)));
    if (revoked.isRevoked(login)) {
      throw refused();
    }
  }

  /**
   * The same for one who only reads: if nobody knows, he may if reading goes on. May block.
   *
   * @throws CollabException {@link ErrorCode#ERR_LOGIN_REVOKED}; {@link ErrorCode#ERR_UNAVAILABLE}
   *     if nobody knows and what this node knows is too old
   */
  public void requireToRead(Login login) {
    try {
      requireSurely(login);
    } catch (CollabException e) {
      if (e.code() != ErrorCode.ERR_UNAVAILABLE || !isReadable()) {
        throw e;
      }
    }
  }

  /** Whether reading may go on with what this node knows. */
  public boolean isReadable() {
    return terms.readsOn() || isFresh();
  }

  private boolean isFresh() {
    return age.get().compareTo(terms.oldest()) <= 0 || shelf.get().isOpen();
  }

  private Collection<Revocation> newest(Set<Subject> subjects) {
    return onShelf(subjects).orElseGet(() -> inLog(subjects));
  }

  private Collection<Revocation> inLog(Set<Subject> subjects) {
    try {
      return log.of(subjects);
    } catch (CollabException e) {
      throw unknown();
    }
  }

  private static CollabException refused() {
    return new CollabException(ErrorCode.ERR_LOGIN_REVOKED, "The login was ended; sign in again");
  }

  private static CollabException unknown() {
    return new CollabException(
        ErrorCode.ERR_UNAVAILABLE, "It is not known whether the login was ended");
  }

  // The shelf

  /** Those on the shelf; empty if it does not answer in time. */
  private Optional<Collection<Revocation>> onShelf(Set<Subject> subjects) {
    Shelf asked = shelf.get();
    if (!asked.isOpen()) {
      return Optional.empty();
    }
    List<Subject> all = List.copyOf(subjects);
    return ShelfAnswers.all(all.stream().map(subject -> asked.get(name(subject))).toList())
        .map(answers -> read(all, answers));
  }

  private static Collection<Revocation> read(
      List<Subject> subjects, List<Optional<byte[]>> answers) {
    Collection<Revocation> found = new ArrayList<>();
    for (int i = 0; i < subjects.size(); i++) {
      Subject subject = subjects.get(i);
      answers.get(i).flatMap(bytes -> Revocation.read(subject, bytes)).ifPresent(found::add);
    }
    return found;
  }

  private static String name(Subject subject) {
    return "revoked:" + subject.kind() + ":" + subject.hash();
  }

  /** Puts a revocation on the shelf, for as long as it concerns anything. Does not block. */
  static void put(Revocation revocation, Shelf shelf, Clock clock) {
    Duration left = Duration.between(clock.instant(), revocation.expires());
    if (left.toMillis() > 0) {
      var unused = shelf.put(name(revocation.subject()), revocation.written(), left);
    }
  }
}
