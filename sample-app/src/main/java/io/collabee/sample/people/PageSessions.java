package io.collabee.sample.people;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The browsers that people have signed in with. They are in the database, so that any node serves
 * them and a restart signs nobody out; and each by the hash of its secret, so that whoever reads
 * the table cannot use them.
 */
@ApplicationScoped
@Transactional
public class PageSessions {
  /** How long somebody stays signed in who does not come back. */
  static final Duration LIFE = Duration.ofDays(14);

  private static final int SECRET_BYTES = 32;
  private static final Duration SEEN_PRECISION = Duration.ofMinutes(1);

  @PersistenceContext
  @SuppressWarnings("NullAway.Init")
  private EntityManager entities;

  private final SecureRandom random = new SecureRandom();

  /**
   * Signs somebody in who has given their password.
   *
   * @return the secret, for the browser's cookie alone
   */
  public String start(User user, String browser) {
    forgetOld();
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    entities.persist(new PageSession(id(secret), entities.merge(user), browser));
    return secret;
  }

  /** The one of a secret, if it has not ended. */
  public Optional<PageSession> find(String secret) {
    OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
    Optional<PageSession> found =
        Optional.ofNullable(entities.find(PageSession.class, id(secret)))
            .filter(session -> session.getSeenAt().plus(LIFE).isAfter(now.toInstant()));
    found
        .filter(session -> session.getSeenAt().plus(SEEN_PRECISION).isBefore(now.toInstant()))
        .ifPresent(PageSession::see);
    return found;
  }

  /** All of somebody's, the one that was seen last first. */
  public List<PageSession> of(User user) {
    return entities
        .createQuery(
            "select s from PageSession s where s.user = :user order by s.seenAt desc",
            PageSession.class)
        .setParameter("user", user)
        .getResultList();
  }

  /** Notes that somebody has just given their password again. */
  public void confirm(PageSession session) {
    change(session.getId(), PageSession::confirm);
  }

  /** Signs a browser out; harmless if it is not signed in. */
  public void end(String secret) {
    change(id(secret), entities::remove);
  }

  /** Signs all of somebody's browsers out. */
  public void endAll(User user) {
    entities
        .createQuery("delete from PageSession s where s.user = :user")
        .setParameter("user", user)
        .executeUpdate();
  }

  private void change(String id, Consumer<PageSession> change) {
    Optional.ofNullable(entities.find(PageSession.class, id)).ifPresent(change);
  }

  private void forgetOld() {
    entities
        .createQuery("delete from PageSession s where s.seenAt < :end")
        .setParameter("end", OffsetDateTime.now(ZoneOffset.UTC).minus(LIFE))
        .executeUpdate();
  }

  /** A secret has 256 random bits; guessing one from a fast hash is as hopeless as guessing it. */
  private static String id(String secret) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(US_ASCII));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
