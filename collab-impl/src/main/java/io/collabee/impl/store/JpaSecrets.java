package io.collabee.impl.store;

import jakarta.persistence.PersistenceException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.hibernate.StatelessSession;

/** Secrets in a table. The first to insert one makes it; all others read it. */
final class JpaSecrets implements Secrets {
  private final Sessions sessions;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, byte[]> known = new ConcurrentHashMap<>();

  JpaSecrets(Sessions sessions, Clock clock) {
    this.sessions = sessions;
    this.clock = clock;
  }

  @Override
  public byte[] secret(String name) {
    byte[] secret = known.get(name);
    if (secret == null) {
      try {
        secret = read(name).orElseGet(() -> make(name));
      } catch (RuntimeException e) {
        throw sessions.failures().unavailable("read a secret", e);
      }
      known.put(name, secret);
    }
    return secret.clone();
  }

  private Optional<byte[]> read(String name) {
    return sessions.inTransaction(
        session ->
            Optional.ofNullable(session.get(SecretEntity.class, name)).map(SecretEntity::secret));
  }

  private byte[] make(String name) {
    byte[] made = new byte[LENGTH];
    random.nextBytes(made);
    try {
      sessions.run(session -> insert(session, name, made));
    } catch (PersistenceException e) {
      // On H2 and MariaDB, where the conflict clause is left out: another node may have been
      // faster.
      return read(name).orElseThrow(() -> e);
    }
    return read(name).orElseThrow();
  }

  private void insert(StatelessSession session, String name, byte[] secret) {
    session
        .createMutationQuery(
            "insert into Secret (name, created, secret) values (:name, :created, :secret)"
                + " on conflict (name) do nothing")
        .setParameter("name", name)
        .setParameter("created", clock.instant().truncatedTo(ChronoUnit.MILLIS))
        .setParameter("secret", secret)
        .executeUpdate();
  }
}
