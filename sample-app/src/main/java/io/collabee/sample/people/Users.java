package io.collabee.sample.people;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.security.enterprise.identitystore.Pbkdf2PasswordHash;
import jakarta.transaction.Transactional;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All people there are. Of their passwords it keeps salted hashes that are slow to compute. */
@ApplicationScoped
public class Users {
  /** The shortest password, in UTF-16 units. */
  public static final int PASSWORD_LENGTH = 8;

  private static final String ALGORITHM = "PBKDF2WithHmacSHA512";
  private static final int HASH_BYTES = 64;
  private static final int SALT_BYTES = 32;

  // What OWASP's Password Storage Cheat Sheet asks of this algorithm.
  private static final int ITERATIONS = 210_000;

  /** As slow to check as any other; no password has this hash. */
  private static final String NOBODYS =
      String.join(":", ALGORITHM, "" + ITERATIONS, zeros(SALT_BYTES), zeros(HASH_BYTES));

  @PersistenceContext
  @SuppressWarnings("NullAway.Init")
  private EntityManager entities;

  @Inject
  @SuppressWarnings("NullAway.Init")
  private Pbkdf2PasswordHash hashes;

  @PostConstruct
  void configure() {
    hashes.initialize(
        Map.of(
            "Pbkdf2PasswordHash.Algorithm",
            ALGORITHM,
            "Pbkdf2PasswordHash.Iterations",
            "" + ITERATIONS,
            "Pbkdf2PasswordHash.SaltSizeBytes",
            "" + SALT_BYTES,
            "Pbkdf2PasswordHash.KeySizeBytes",
            "" + HASH_BYTES));
  }

  private static String zeros(int bytes) {
    return Base64.getEncoder().encodeToString(new byte[bytes]);
  }

  /** Whether there is nobody yet. */
  public boolean isEmpty() {
    return entities.createQuery("select count(u) from User u", Long.class).getSingleResult() == 0;
  }

  /** The one of that name; nobody if it is no name at all, of which databases may complain. */
  public Optional<User> find(String name) {
    return User.isName(name)
        ? Optional.ofNullable(entities.find(User.class, name))
        : Optional.empty();
  }

  /** Those of these names, by name. */
  public Map<String, User> find(Collection<String> names) {
    // An empty list is not SQL.
    List<User> found =
        names.isEmpty()
            ? List.of()
            : entities
                .createQuery("select u from User u where u.name in :names", User.class)
                .setParameter("names", names)
                .getResultList();
    return found.stream().collect(Collectors.toMap(User::getName, Function.identity()));
  }

  /**
   * The one of that name, if it is their password. Takes as long whether or not there is somebody
   * of that name, so that nobody finds out who has an account.
   */
  public Optional<User> find(String name, String password) {
    Optional<User> user = find(name);
    boolean fits = hashes.verify(password.toCharArray(), user.map(User::password).orElse(NOBODYS));
    return user.filter(found -> fits);
  }

  /**
   * Adds somebody.
   *
   * @throws RuntimeException if there is one of that name already
   */
  @Transactional
  public User add(String name, String shownName, String password) {
    return add(name, shownName, hashes.generate(password.toCharArray()), entities);
  }

  /**
   * Adds people who have one password, of which everybody knows.
   *
   * @throws RuntimeException if one of them is there already
   */
  @Transactional
  public void addAll(Map<String, String> shownNames, String password) {
    // Since it is no secret that it is one, they share the salt: hashing is slow.
    String hash = hashes.generate(password.toCharArray());
    shownNames.forEach((name, shownName) -> add(name, shownName, hash, entities));
    entities.flush();
  }

  private static User add(String name, String shownName, String hash, EntityManager entities) {
    User user = new User(name, shownName, hash);
    entities.persist(user);
    return user;
  }
}
