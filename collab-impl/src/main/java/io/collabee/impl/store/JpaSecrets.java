package io.collabee.impl.store;

import jakarta.persistence.PersistenceException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
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

  @Override
  public List<Numbered> numbered(String purpose) {
    return sessions.inTransaction(
        "read keys",
        session ->
            session
                .createSelectionQuery("from Secret where name like :names", SecretEntity.class)
                .setParameter("names", purpose + "/%")
                .getResultStream()
                .map(JpaSecrets::numbered)
                .sorted(Comparator.comparing(Numbered::number))
                .toList());
  }

  private static Numbered numbered(SecretEntity row) {
    int slash = row.name().lastIndexOf('/');
    return new Numbered(
        Integer.parseInt(row.name().substring(slash + 1)), row.created(), row.secret());
  }

  @Override
  public void make(String purpose, int number) {
    String name = purpose + "/" + number;
    try {
      if (read(name).isEmpty()) {
        make(name);
      }
    } catch (RuntimeException e) {
      throw sessions.failures().unavailable("make a key", e);
    }
  }

  @Override
  public int purge(String purpose, Instant before) {
    List<Numbered> all = numbered(purpose);
    List<String> old =
        all.stream()
            .limit(Math.max(0, all.size() - 1))
            .filter(each -> each.created().isBefore(before))
            .map(each -> purpose + "/" + each.number())
            .toList();
    return old.isEmpty()
        ? 0
        : sessions.inTransaction(
            "forget keys",
            session ->
                session
                    .createMutationQuery("delete from Secret where name in :names")
                    .setParameterList("names", old)
                    .executeUpdate());
  }
}
