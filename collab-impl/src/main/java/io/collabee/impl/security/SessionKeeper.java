package io.collabee.impl.security;

import io.collabee.CollabException;
import io.collabee.impl.binary.Fields;
import java.io.ByteArrayOutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keeps sessions where every node finds them: on the shelf while that is there, in the store while
 * it is not, and in both when their client is not connected. In both they are {@linkplain Sealer
 * sealed} together with their id.
 *
 * <p>What takes a session up is its id, a dot and a secret, of which only a hash is kept; the hash
 * is sealed too, so that nobody who may write to the store can put another in its place.
 * Thread-safe; methods block while the shelf or the store is asked.
 */
public final class SessionKeeper {
  private static final Logger LOG = System.getLogger(SessionKeeper.class.getName());
  private static final String HMAC = "HmacSHA256";
  private static final int SECRET_BYTES = 32;
  private static final int LONGEST_ID = 64;

  private final StoredSessions stored;
  private final Supplier<Shelf> shelf;
  private final Sealer sealer;
  private final SecretKeySpec callers;
  private final Roles roles;
  private final Terms terms;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final Set<String> missing = ConcurrentHashMap.newKeySet();

  /**
   * How long sessions live.
   *
   * @param life from the last time that the caller came with a login
   * @param beyondToken whether they outlive the token that the login rested on
   */
  public record Terms(Duration life, boolean beyondToken) {}

  /**
   * A keeper of this node.
   *
   * @param shelf whichever it is by then
   * @param callerKey hides callers' names, the same on all nodes
   */
  public SessionKeeper(
      StoredSessions stored,
      Supplier<Shelf> shelf,
      Sealer sealer,
      byte[] callerKey,
      Roles roles,
      Terms terms,
      Clock clock) {
    this.stored = stored;
    this.shelf = shelf;
    this.sealer = sealer;
    this.callers = new SecretKeySpec(callerKey, HMAC);
    this.roles = roles;
    this.terms = terms;
    this.clock = clock;
  }

  /** What takes a session up that has just begun; for its client alone. */
  String newSecret(String session) {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    return session + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
  }

  static String hash(String secret) {
    return Revocation.sha256(secret);
  }

  /** Whether what is kept is on the shelf, so that it costs little to say it often. */
  boolean isShelfOpen() {
    return shelf.get().isOpen();
  }

  /**
   * When the session of a login ends.
   *
   * @param from when its caller came with the login
   */
  Instant endOf(Login login, Instant from) {
    Instant end = from.plus(terms.life());
    Optional<Instant> least =
        login
            .resumedUntil()
            .or(() -> terms.beyondToken() ? Optional.empty() : login.credential().expires());
    return least
        .filter(earlier -> earlier.isBefore(end))
        .orElse(end)
        .truncatedTo(ChronoUnit.MILLIS);
  }

  /** When nothing is left of a token that expires then. */
  Instant longestOf(Instant expires, Instant now) {
    Instant end = now.plus(terms.life());
    return terms.beyondToken() && end.isAfter(expires) ? end : expires;
  }

  Set<String> roles(Login login) {
    return roles.held(login.caller()::isInRole);
  }

  /** The login of a session that is taken up by nothing but its secret. */
  Login login(KeptSession session) {
    return new Login(
        session.id(),
        roles.caller(session.caller(), session.roles()),
        session.credential().until(session.expires()),
        Optional.of(
            new Login.Continued(
                session.secret(), session.since(), Optional.of(session.expires()))));
  }

  // Keeping

  /**
   * Keeps sessions as they are now: on the shelf, and in the store what the shelf does not take.
   *
   * @param isLast whether their clients have gone: then they are kept in the store too, since
   *     nobody would notice that the shelf had lost them
   * @throws CollabException {@link io.collabee.ErrorCode#ERR_STORE_UNAVAILABLE} if some may not be
   *     kept
   */
  void save(Collection<KeptSession> sessions, boolean isLast) {
    // Two connections may share one.
    Map<String, KeptSession> distinct = new LinkedHashMap<>();
    sessions.forEach(session -> distinct.put(session.id(), session));
    List<StoredSessions.Row> rows = distinct.values().stream().map(this::row).toList();
    boolean isOnShelf = isPut(rows);
    if (!rows.isEmpty() && (isLast || !isOnShelf)) {
      stored.save(rows);
    }
  }

  private StoredSessions.Row row(KeptSession session) {
    return new StoredSessions.Row(
        session.id(),
        session.secret(),
        callerHash(session.caller()),
        sealer.seal(session.written(), about(session.id())),
        session.expires());
  }

  private boolean isPut(List<StoredSessions.Row> rows) {
    Shelf where = shelf.get();
    if (!where.isOpen()) {
      return false;
    }
    List<CompletionStage<Void>> asked = new ArrayList<>();
    for (StoredSessions.Row row : rows) {
      Duration left = Duration.between(clock.instant(), row.expires());
      if (left.toMillis() > 0) {
        asked.add(where.put(name(row.id()), written(row.sealed()), left));
        asked.add(where.join(group(row.caller()), row.id(), terms.life()));
      }
    }
    return ShelfAnswers.all(asked).isPresent();
  }

  private static byte[] written(Sealer.Sealed sealed) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(256);
    Fields.write(sealed.keyId(), out);
    out.writeBytes(sealed.bytes());
    return out.toByteArray();
  }

  // Finding

  /**
   * The session that a client may take up; empty if there is none, or none any more.
   *
   * @param secret as {@link #newSecret}
   * @throws CollabException {@link io.collabee.ErrorCode#ERR_STORE_UNAVAILABLE} if nobody knows
   */
  public Optional<KeptSession> find(String secret) {
    int dot = secret.indexOf('.');
    if (dot < 1 || dot > LONGEST_ID) {
      return Optional.empty();
    }
    byte[] hash = hash(secret).getBytes(StandardCharsets.US_ASCII);
    return get(secret.substring(0, dot))
        .filter(
            session ->
                MessageDigest.isEqual(hash, session.secret().getBytes(StandardCharsets.US_ASCII)));
  }

  /**
   * The session of an id; empty if there is none, or none any more.
   *
   * @throws CollabException {@link io.collabee.ErrorCode#ERR_STORE_UNAVAILABLE} if nobody knows
   */
  public Optional<KeptSession> get(String id) {
    return onShelf(id)
        .or(() -> stored.find(id).flatMap(row -> opened(id, row.sealed())))
        .filter(session -> clock.instant().isBefore(session.expires()));
  }

  private Optional<KeptSession> onShelf(String id) {
    Shelf where = shelf.get();
    return where.isOpen()
        ? ShelfAnswers.of(where.get(name(id)))
            .flatMap(value -> value)
            .flatMap(value -> opened(id, value))
        : Optional.empty();
  }

  private Optional<KeptSession> opened(String id, byte[] value) {
    ByteBuffer in = ByteBuffer.wrap(value);
    try {
      String keyId = Fields.text(in);
      byte[] sealed = new byte[in.remaining()];
      in.get(sealed);
      return opened(id, new Sealer.Sealed(keyId, sealed));
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Optional<KeptSession> opened(String id, Sealer.Sealed sealed) {
    Optional<byte[]> value = sealer.open(sealed, about(id));
    if (value.isEmpty() && !sealer.knows(sealed.keyId()) && missing.add(sealed.keyId())) {
      LOG.log(
          Level.WARNING,
          "There are sessions sealed with the key {0}, which is not there: they cannot be resumed",
          sealed.keyId());
    }
    return value.flatMap(bytes -> KeptSession.read(id, bytes));
  }

  /**
   * All sessions of a caller that have not ended, the one seen last first.
   *
   * @throws CollabException {@link io.collabee.ErrorCode#ERR_STORE_UNAVAILABLE} if the store cannot
   *     be asked
   */
  public List<KeptSession> of(String caller) {
    String hash = callerHash(caller);
    Map<String, KeptSession> found = new HashMap<>();
    for (StoredSessions.Row row : stored.of(hash)) {
      opened(row.id(), row.sealed()).ifPresent(session -> found.put(session.id(), session));
    }
    for (KeptSession session : onShelfOf(hash)) {
      found.merge(session.id(), session, (a, b) -> a.seen().isAfter(b.seen()) ? a : b);
    }
    Instant now = clock.instant();
    return found.values().stream()
        .filter(session -> session.caller().equals(caller) && now.isBefore(session.expires()))
        .sorted((a, b) -> b.seen().compareTo(a.seen()))
        .toList();
  }

  private List<KeptSession> onShelfOf(String callerHash) {
    List<String> ids = List.copyOf(members(callerHash));
    Shelf where = shelf.get();
    List<Optional<byte[]>> values =
        ShelfAnswers.all(ids.stream().map(id -> where.get(name(id))).toList()).orElse(List.of());
    List<KeptSession> sessions = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      String id = ids.get(i);
      values.get(i).flatMap(value -> opened(id, value)).ifPresent(sessions::add);
    }
    return sessions;
  }

  private Set<String> members(String callerHash) {
    Shelf where = shelf.get();
    return where.isOpen()
        ? ShelfAnswers.of(where.members(group(callerHash))).orElse(Set.of())
        : Set.of();
  }

  // Ending

  /**
   * Forgets a session everywhere. It has been revoked before, so that a shelf that is away now and
   * comes back with it does harm to nobody.
   *
   * @throws CollabException {@link io.collabee.ErrorCode#ERR_STORE_UNAVAILABLE} if it may still be
   *     in the store
   */
  void forget(String id) {
    var unused = shelf.get().remove(name(id));
    stored.delete(id);
  }

  /**
   * The same of all sessions of a caller.
   *
   * @throws CollabException {@link io.collabee.ErrorCode#ERR_STORE_UNAVAILABLE} if some may still
   *     be in the store
   */
  void forgetAllOf(String caller) {
    String hash = callerHash(caller);
    Shelf where = shelf.get();
    for (String id : new LinkedHashSet<>(members(hash))) {
      var unusedRemoval = where.remove(name(id));
      var unusedLeaving = where.leave(group(hash), id);
    }
    stored.deleteOf(hash);
  }

  // Names

  private static String about(String id) {
    return "session " + id;
  }

  private static String name(String id) {
    return "session:" + id;
  }

  private static String group(String callerHash) {
    return "sessions:" + callerHash;
  }

  private String callerHash(String name) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(callers);
      return HexFormat.of().formatHex(mac.doFinal(name.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has HMAC-SHA-256", e);
    }
  }
}
