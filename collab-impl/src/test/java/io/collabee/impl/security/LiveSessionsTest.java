package io.collabee.impl.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.collabee.Caller;
import io.collabee.CollabException;
import io.collabee.DocumentId;
import io.collabee.ErrorCode;
import io.collabee.impl.security.Revocation.Kind;
import io.collabee.impl.security.Revocation.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sessions of clients of one node, taken up on another. */
class LiveSessionsTest {
  private static final DocumentId NOTES = DocumentId.of("notes", "n");
  private static final Instant START = Instant.parse("2026-11-24T20:00:00Z");

  private final TestClock clock = new TestClock(START);
  private final InMemoryShelf shelf = new InMemoryShelf(clock);
  private final InMemoryStoredSessions stored = new InMemoryStoredSessions();
  private final RevokedLogins revoked = new RevokedLogins(clock);
  private final RevokedLogins revokedElsewhere = new RevokedLogins(clock);
  private final InMemoryRevocationLog log = new InMemoryRevocationLog();
  private final SessionKeeper here = TestSessions.keeper(stored, () -> shelf, clock);
  private final LiveSessions live =
      new LiveSessions(here, revoked, clock, System::nanoTime, Thread::new);
  private final SessionKeeper there = TestSessions.keeper(stored, () -> shelf, clock);
  private final Resumption elsewhere =
      new Resumption(there, TestRevocations.of(revokedElsewhere, log));

  @AfterEach
  void stop() {
    live.close();
  }

  /** A client, and what it was told. */
  private final class Client implements Connected {
    private final List<String> secrets = new CopyOnWriteArrayList<>();
    private final List<Instant> ends = new CopyOnWriteArrayList<>();
    private final SessionRegister.Entry entry;
    private volatile Login login;

    Client(Login login) {
      this.login = login;
      this.entry = live.enter(this);
    }

    @Override
    public Login login() {
      return login;
    }

    @Override
    public Set<DocumentId> documents() {
      return Set.of(NOTES);
    }

    @Override
    public Optional<String> address() {
      return Optional.of("192.0.2.7");
    }

    @Override
    public Optional<String> agent() {
      return Optional.of("Browser/7");
    }

    @Override
    public void kept(String session, Optional<String> secret, Instant expires) {
      assertThat(session).isEqualTo(login.session());
      secret.ifPresent(secrets::add);
      ends.add(expires);
    }

    Instant end() {
      await().until(() -> !ends.isEmpty());
      return ends.get(0);
    }

    String secret() {
      end();
      return secrets.get(0);
    }
  }

  private static Login login(String session, Credential credential) {
    return new Login(session, new Caller("ann", Set.of("editor", "unnamed")::contains), credential);
  }

  private static Credential token(long from, long until) {
    return new Credential(
        Optional.of("token"),
        START.plusSeconds(from),
        Optional.of(START.plusSeconds(until)),
        Optional.of(START.minusSeconds(500)));
  }

  private Client ann() {
    return new Client(login("s1", Credential.ofServer(START)));
  }

  private Login resumed(String secret) {
    return elsewhere.resume(secret).orElseThrow();
  }

  private void assertIsGone(String secret) {
    assertThat(elsewhere.resume(secret)).isEmpty();
  }

  @Test
  void aClientIsToldASecretThatTakesItsSessionUpOnAnotherNode() {
    Client ann = ann();

    Login login = resumed(ann.secret());

    assertThat(ann.end()).isEqualTo(START.plus(Duration.ofHours(1)));
    assertThat(login.session()).isEqualTo("s1");
    assertThat(login.caller().name()).isEqualTo("ann");
    assertThat(login.caller().isInRole("editor")).isTrue();
    assertThat(login.caller().isInRole("unnamed")).isFalse();
    assertThat(login.isResumed()).isTrue();
  }

  @Test
  void aSessionIsTakenUpByItsSecretOnly() {
    String secret = ann().secret();

    assertIsGone("");
    assertIsGone("s1");
    assertIsGone("s1.");
    assertIsGone(secret + "A");
    assertIsGone("s2" + secret.substring(2));
    assertIsGone("x".repeat(10_000));
    assertThat(secret).startsWith("s1.").hasSizeGreaterThan(40);
  }

  @Test
  void nobodyHasNoSession() {
    Client nobody = new Client(TestLogins.of(Caller.ANONYMOUS));
    ann().secret();

    assertThat(nobody.ends).isEmpty();
    assertThat(there.of("")).isEmpty();
  }

  @Test
  void aResumedLoginIsAsOldAsItWasAndEndsWithTheSession() {
    Client ann = new Client(login("s1", token(-60, 600)));
    String secret = ann.secret();

    Credential credential = resumed(secret).credential();

    assertThat(ann.end()).isEqualTo(START.plusSeconds(600));
    assertThat(credential).isEqualTo(token(-60, 600));
    clock.advance(Duration.ofMinutes(10));
    assertIsGone(secret);
  }

  @Test
  void aLoginOfTheServersDoesNotBecomeATokenByBeingResumed() {
    Credential credential = resumed(ann().secret()).credential();

    assertThat(credential.expires()).contains(START.plus(Duration.ofHours(1)));
    assertThat(credential.provenAt()).isEmpty();
  }

  @Test
  void aSessionOutlivesItsTokenIfThatIsWanted() {
    SessionKeeper keeper = TestSessions.keeper(stored, () -> shelf, clock, true);
    Login login = login("s1", token(-60, 600));

    assertThat(keeper.endOf(login, START)).isEqualTo(START.plus(Duration.ofHours(1)));
    assertThat(keeper.longestOf(START.plusSeconds(600), START))
        .isEqualTo(START.plus(Duration.ofHours(1)));
    assertThat(here.longestOf(START.plusSeconds(600), START)).isEqualTo(START.plusSeconds(600));
  }

  @Test
  void takingASessionUpDoesNotLengthenIt() {
    Client ann = ann();
    String secret = ann.secret();
    clock.advance(Duration.ofMinutes(50));

    Client again = new Client(resumed(secret));

    assertThat(again.end()).isEqualTo(ann.end());
    assertThat(again.secrets).isEmpty();
    clock.advance(Duration.ofMinutes(11));
    assertIsGone(secret);
  }

  @Test
  void aLoginThatGoesOnWithItsSessionLengthensIt() {
    Client ann = ann();
    String secret = ann.secret();
    clock.advance(Duration.ofMinutes(50));
    Login anew = login("new", Credential.ofServer(clock.instant()));

    Client again = new Client(elsewhere.goOn(anew, secret));

    assertThat(again.login().session()).isEqualTo("s1");
    assertThat(again.end()).isEqualTo(START.plus(Duration.ofMinutes(110)));
    assertThat(again.secrets).isEmpty();
    assertThat(resumed(secret).credential().issuedAt()).isEqualTo(clock.instant());
    assertThat(elsewhere.goOn(anew, "wrong")).isEqualTo(anew);
    assertThat(elsewhere.goOn(TestLogins.of("bob"), secret)).isEqualTo(TestLogins.of("bob"));
  }

  @Test
  void aRenewedLoginIsKeptAndItsClientToldTheNewEnd() {
    Client ann = new Client(login("s1", token(0, 600)));
    String secret = ann.secret();

    clock.advance(Duration.ofSeconds(500));
    ann.login = login("s1", token(500, 1_100));
    ann.entry.renewed();

    await().until(() -> ann.ends.size() == 2);
    assertThat(ann.ends.get(1)).isEqualTo(START.plusSeconds(1_100));
    assertThat(ann.secrets).containsExactly(secret);
    clock.advance(Duration.ofMinutes(5));
    assertThat(resumed(secret).credential()).isEqualTo(token(500, 1_100));
  }

  @Test
  void withoutAShelfSessionsAreInTheStore() {
    shelf.away(true);

    Client ann = ann();

    assertThat(resumed(ann.secret()).session()).isEqualTo("s1");
    assertThat(stored.count()).isOne();
  }

  @Test
  void whileTheShelfIsThereTheStoreHasNothingOfWhoIsConnected() {
    Client ann = ann();

    assertThat(resumed(ann.secret()).session()).isEqualTo("s1");
    assertThat(stored.count()).isZero();
  }

  @Test
  void whenTheShelfGoesWithAllItHasSessionsAreStored() {
    String secret = ann().secret();

    shelf.away(true);
    live.shelfChanged();

    await().until(() -> elsewhere.resume(secret).isPresent());
    assertThat(stored.count()).isOne();
  }

  @Test
  void whenTheShelfComesBackEmptyItGetsThemAgain() {
    String secret = ann().secret();
    shelf.away(true);
    live.shelfChanged();
    await().until(() -> stored.count() == 1);

    shelf.away(false);
    live.shelfChanged();

    await().until(() -> shelf.get("session:s1").toCompletableFuture().join().isPresent());
    stored.delete("s1");
    assertThat(resumed(secret).session()).isEqualTo("s1");
  }

  @Test
  void whoHasGoneMayComeBackThoughTheShelfLostAll() {
    Client ann = ann();
    String secret = ann.secret();

    ann.entry.left();
    await().until(() -> stored.count() == 1);
    shelf.away(true);
    shelf.away(false);

    assertThat(resumed(secret).session()).isEqualTo("s1");
  }

  @Test
  void whatIsNotKeptIsNotToldAndTriedAgain() {
    shelf.away(true);
    stored.away(true);
    Client ann = ann();
    Client bob = new Client(TestLogins.of("bob"));

    await().during(Duration.ofMillis(50)).until(() -> ann.ends.isEmpty());
    stored.away(false);

    await().until(() -> !ann.ends.isEmpty() && !bob.ends.isEmpty());
    assertThat(resumed(ann.secret()).session()).isEqualTo("s1");
  }

  @Test
  void whileNobodyKnowsNobodyIsLetIn() {
    String secret = ann().secret();
    shelf.away(true);
    stored.away(true);

    assertThatThrownBy(() -> elsewhere.resume(secret))
        .isInstanceOfSatisfying(
            CollabException.class, e -> assertThat(e.code().isRetryable()).isTrue());
    Login anew = login("new", Credential.ofServer(START));
    assertThat(elsewhere.goOn(anew, secret)).isEqualTo(anew);
  }

  @Test
  void aNodeThatStopsKeepsWhatHasStillToBeKept() {
    Client ann = ann();
    ann.entry.left();

    live.close();

    assertThat(stored.count()).isOne();
  }

  @Test
  void whatWasRevokedIsRefusedThoughItIsStillKept() {
    String secret = ann().secret();

    for (Subject subject : List.of(Subject.of(Kind.SESSION, "s1"), Subject.of(Kind.USER, "ann"))) {
      RevokedLogins known = new RevokedLogins(clock);
      InMemoryRevocationLog fresh = new InMemoryRevocationLog();
      fresh.record(new Revocation(subject, START, START.plusSeconds(9_999)));
      Resumption node = new Resumption(there, TestRevocations.of(known, fresh));

      assertThatThrownBy(() -> node.resume(secret))
          .isInstanceOfSatisfying(
              CollabException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.ERR_LOGIN_REVOKED));
      Login anew = login("new", Credential.ofServer(START.plusSeconds(1)));
      boolean isSession = subject.kind() == Kind.SESSION;
      assertThat(node.goOn(anew, secret).session()).isEqualTo(isSession ? "new" : "s1");
    }
  }

  @Test
  void aRevokedSessionIsForgottenWhenItsClientGoes() {
    Client ann = ann();
    String secret = ann.secret();

    revoked.add(new Revocation(Subject.of(Kind.SESSION, "s1"), START, START.plusSeconds(9_999)));
    ann.entry.left();

    await().until(() -> elsewhere.resume(secret).isEmpty());
    assertThat(stored.count()).isZero();
  }

  @Test
  void theSessionsOfAUserAreListedTheLastSeenFirst() {
    Client first = ann();
    first.secret();
    first.entry.left();
    await().until(() -> stored.count() == 1);
    clock.advance(Duration.ofMinutes(5));
    new Client(login("s2", Credential.ofServer(START))).secret();
    new Client(TestLogins.of("bob")).secret();

    List<KeptSession> sessions = there.of("ann");

    assertThat(sessions).extracting(KeptSession::id).containsExactly("s2", "s1");
    assertThat(sessions.get(0).documents()).containsExactly(NOTES);
    assertThat(sessions.get(0).address()).contains("192.0.2.7");
    assertThat(sessions.get(0).agent()).contains("Browser/7");
    assertThat(sessions.get(0).since()).isEqualTo(clock.instant());
    assertThat(sessions.get(1).documents()).isEmpty();
    assertThat(sessions.get(1).seen()).isEqualTo(START);
  }

  @Test
  void aSessionOrAllOfAUserAreForgottenEverywhere() {
    String one = ann().secret();
    String two = new Client(login("s2", Credential.ofServer(START))).secret();
    String three = new Client(login("s3", Credential.ofServer(START))).secret();

    there.forget("s1");
    assertIsGone(one);
    assertThat(resumed(two).session()).isEqualTo("s2");
    shelf.away(true);
    live.shelfChanged();
    await().until(() -> stored.count() >= 2);
    there.forgetAllOf("ann");

    assertIsGone(two);
    assertIsGone(three);
    assertThat(stored.count()).isZero();
  }

  @Test
  void whoMayWriteToTheStoreCanNeitherReadNorForgeASession() {
    shelf.away(true);
    String secret = ann().secret();
    StoredSessions.Row row = stored.find("s1").orElseThrow();
    String forged = "s1.forged";

    assertThat(new String(row.sealed().bytes(), java.nio.charset.StandardCharsets.ISO_8859_1))
        .doesNotContain("ann")
        .doesNotContain("editor");
    assertThat(row.secret()).doesNotContain(secret);
    stored.save(
        List.of(
            new StoredSessions.Row(
                "s1", SessionKeeper.hash(forged), row.caller(), row.sealed(), row.expires())));
    assertIsGone(forged);
    stored.save(
        List.of(
            new StoredSessions.Row("s2", row.secret(), row.caller(), row.sealed(), row.expires())));
    assertIsGone("s2" + secret.substring(2));
    stored.save(
        List.of(
            new StoredSessions.Row(
                "s1", row.secret(), row.caller(), row.sealed(), row.expires().plusSeconds(9_999))));
    clock.advance(Duration.ofHours(2));
    assertIsGone(secret);
  }

  @Test
  void aSessionUnderAKeyThatIsNotThereIsNone() {
    String secret = ann().secret();
    byte[] key = new byte[32];
    key[0] = 1;
    SessionKeeper other =
        TestSessions.keeper(
            stored,
            () -> shelf,
            clock,
            false,
            new Sealer(SealingKeys.of("2", java.util.Map.of("2", key))));

    assertThat(other.find(secret)).isEmpty();
    assertThat(other.of("ann")).isEmpty();
  }
}
