package io.collabee.impl.store;

import jakarta.persistence.PersistenceException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.hibernate.SessionFactory;

/** Secrets in a table. The first to insert one makes it; all others read it. */
final class JpaSecrets implements Secrets {
  private final Sessions sessions;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, byte[]> known = new ConcurrentHashMap<>();

  JpaSecrets(SessionFactory factory, Clock clock) {
    this.sessions = new Sessions(factory);
    this.clock = clock;
  }

  @Override
  public byte[] secret(String name) {
    byte[] secret = known.get(name);
    if (secret == null) {
      try {
        secret = read(name).orElseGet(() -> make(name));
      } catch (RuntimeException e) {
        throw Failures.unavailable("read a secret", e);
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
      sessions.run(
          session ->
              session.insert(
                  new SecretEntity(name, clock.instant().truncatedTo(ChronoUnit.MILLIS), made)));
      return made;
    } catch (PersistenceException e) {
      // Another node may have been faster.
      return read(name).orElseThrow(() -> e);
    }
  }
}
