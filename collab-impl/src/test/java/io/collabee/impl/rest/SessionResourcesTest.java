package io.collabee.impl.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.collabee.Caller;
import io.collabee.CollabException;
import io.collabee.DocumentId;
import io.collabee.ErrorCode;
import io.collabee.impl.json.JsonText;
import io.collabee.impl.security.AuditTrail;
import io.collabee.impl.security.Connected;
import io.collabee.impl.security.InMemoryRevocationLog;
import io.collabee.impl.security.InMemorySpentTickets;
import io.collabee.impl.security.LiveSessions;
import io.collabee.impl.security.Login;
import io.collabee.impl.security.Resumption;
import io.collabee.impl.security.RevocationCheck;
import io.collabee.impl.security.RevokedLogins;
import io.collabee.impl.security.Revoker;
import io.collabee.impl.security.Roles;
import io.collabee.impl.security.Sealer;
import io.collabee.impl.security.SealingKeys;
import io.collabee.impl.security.SessionKeeper;
import io.collabee.impl.security.Shelf;
import io.collabee.impl.security.StepUp;
import io.collabee.impl.security.TestLogins;
import io.collabee.impl.security.TestRevocations;
import io.collabee.impl.security.TestSessions;
import io.collabee.impl.security.Tickets;
import io.collabee.spi.Access;
import io.collabee.spi.AccessPolicy;
import jakarta.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Ann and Bob are connected; only root may manage. */
class SessionResourcesTest {
  private static final Login NOBODY = TestLogins.of(Caller.ANONYMOUS);

  private final Clock clock = Clock.systemUTC();
  private final List<String> audited = new ArrayList<>();
  private final AuditTrail audit =
      (kind, subject, reason) -> audited.add(kind + " " + subject.caller() + ": " + reason);
  private final SessionKeeper sessions = TestSessions.keeper(clock);
  private final RevokedLogins revoked = new RevokedLogins(clock);
  private final InMemoryRevocationLog log = new InMemoryRevocationLog();
  private final RevocationCheck check = TestRevocations.of(revoked, log);
  private final Resumption resumption = new Resumption(sessions, check);
  private final Revoker revoker =
      new Revoker(
          log,
          revoked,
          () -> Shelf.NONE,
          sessions,
          revocation -> {},
          audit,
          Duration.ofDays(1),
          clock);
  private final AccessPolicy policy =
      new AccessPolicy() {
        @Override
        public Access access(Caller caller, DocumentId document) {
          return Access.MANAGE;
        }

        @Override
        public Access overall(Caller caller) {
          return caller.name().equals("root") ? Access.MANAGE : Access.WRITE;
        }
      };
  private final Tickets tickets =
      new Tickets(
          new Sealer(SealingKeys.of(new byte[32])),
          new InMemorySpentTickets(),
          new Roles(Set.of()),
          Duration.ofSeconds(30),
          clock);
  private final Rest rest = rest();
  private final LiveSessions live =
      new LiveSessions(sessions, revoked, clock, System::nanoTime, Thread::new);
  private final Client ann = new Client("ann");
  private final Client bob = new Client("bob");

  private Rest rest() {
    List<Rest.Mapping> mappings =
        new ArrayList<>(
            new SessionResources(sessions, revoker, new Gate(policy, StepUp.NEVER, audit))
                .mappings());
    mappings.add(new Rest.Mapping("POST", "tickets", new TicketResource(tickets, resumption)));
    mappings.add(new Rest.Mapping("DELETE", "session", new SignOutResource(revoker, resumption)));
    return new Rest(mappings, check);
  }

  @AfterEach
  void stop() {
    live.close();
  }

  private final class Client implements Connected {
    private final Login login;
    private volatile String secret = "";

    Client(String name) {
      login = TestLogins.of(name);
      live.enter(this);
      await().until(() -> !secret.isEmpty());
    }

    @Override
    public Login login() {
      return login;
    }

    @Override
    public Set<DocumentId> documents() {
      return Set.of(DocumentId.of("notes", "\"n\""), DocumentId.of("a", "b"));
    }

    @Override
    public Optional<String> address() {
      return Optional.of("192.0.2.1");
    }

    @Override
    public Optional<String> agent() {
      return Optional.of("Browser \"1\"");
    }

    @Override
    public void kept(String session, Optional<String> told, Instant expires) {
      told.ifPresent(text -> secret = text);
    }
  }

  private Answer ask(Login login, String method, String path, String secret, String user) {
    Map<String, String> headers = secret.isEmpty() ? Map.of() : Map.of("Collab-Session", secret);
    Map<String, String> query = user.isEmpty() ? Map.of() : Map.of("user", user);
    return rest.answer(
        method,
        List.of(path.split("/")),
        new Asked(
            login,
            "user " + login.caller().name(),
            Map.of(),
            name -> Optional.ofNullable(query.get(name)),
            name -> Optional.ofNullable(headers.get(name)),
            () -> ""));
  }

  private static JsonObject json(Answer answer) {
    return (JsonObject) JsonText.parse(answer.body());
  }

  @Test
  void everybodySeesHisOwnSessions() {
    JsonObject listed = json(ask(ann.login, "GET", "sessions", ann.secret, ""));

    assertThat(listed.getJsonArray("sessions")).hasSize(1);
    JsonObject session = listed.getJsonArray("sessions").getJsonObject(0);
    assertThat(session.getString("id")).isEqualTo("session of ann");
    assertThat(session.getString("address")).isEqualTo("192.0.2.1");
    assertThat(session.getString("agent")).isEqualTo("Browser \"1\"");
    assertThat(session.getBoolean("current")).isTrue();
    assertThat(session.getJsonArray("documents").getJsonObject(1).getString("id"))
        .isEqualTo("\"n\"");
    assertThat(session.getJsonNumber("expires").longValue()).isGreaterThan(clock.millis());
    assertThat(ask(ann.login, "GET", "sessions", "", "").body()).contains("\"current\":false");
    assertThat(ask(NOBODY, "GET", "sessions", ann.secret, "").status()).isEqualTo(401);
  }

  @Test
  void othersSessionsAreSeenAndEndedByWhoMayManageOnly() {
    assertThat(ask(bob.login, "GET", "sessions", "", "ann").status()).isEqualTo(403);
    assertThat(ask(bob.login, "DELETE", "sessions/session of ann", "", "").status()).isEqualTo(403);
    assertThat(ask(bob.login, "DELETE", "sessions/none", "", "").status()).isEqualTo(403);
    assertThat(ask(NOBODY, "DELETE", "sessions/session of ann", "", "").status()).isEqualTo(401);

    Login root = TestLogins.of("root");
    assertThat(ask(root, "GET", "sessions", "", "ann").body()).contains("session of ann");
    assertThat(ask(root, "DELETE", "sessions/none", "", "").status()).isEqualTo(404);
    assertThat(ask(root, "DELETE", "sessions/session of ann", "", "").status()).isEqualTo(204);

    assertThat(revoked.isRevoked(ann.login)).isTrue();
    assertThat(sessions.find(ann.secret)).isEmpty();
    assertThat(sessions.find(bob.secret)).isPresent();
    assertThat(audited).contains("REVOKED : The session was ended by root");
  }

  @Test
  void everybodyEndsHisOwn() {
    assertThat(ask(ann.login, "DELETE", "sessions/session of ann", "", "").status()).isEqualTo(204);

    assertThat(sessions.find(ann.secret)).isEmpty();
  }

  @Test
  void theSecretGivesATicketWithoutALoginAndNothingElse() {
    Answer answer = ask(NOBODY, "POST", "tickets", ann.secret, "");

    assertThat(answer.status()).isEqualTo(201);
    Login login = tickets.redeem(json(answer).getString("ticket"));
    assertThat(login.session()).isEqualTo("session of ann");
    assertThat(login.caller().name()).isEqualTo("ann");
    assertThat(login.isResumed()).isTrue();
    assertThat(json(answer).getJsonNumber("loginExpires").longValue())
        .isEqualTo(login.credential().expires().orElseThrow().toEpochMilli());
    assertThat(ask(NOBODY, "POST", "tickets", "", "").status()).isEqualTo(401);
    assertThat(ask(NOBODY, "POST", "tickets", "session of ann.wrong", "").status()).isEqualTo(401);
    assertThat(ask(NOBODY, "GET", "sessions", ann.secret, "").status()).isEqualTo(401);
  }

  @Test
  void aLoginGoesOnWithItsOwnSessionOnly() {
    Login anew = new Login("anew", Caller.named("ann"), ann.login.credential());

    String own = json(ask(anew, "POST", "tickets", ann.secret, "")).getString("ticket");
    String others = json(ask(anew, "POST", "tickets", bob.secret, "")).getString("ticket");

    assertThat(tickets.redeem(own))
        .satisfies(login -> assertThat(login.session()).isEqualTo("session of ann"))
        .satisfies(login -> assertThat(login.isResumed()).isFalse());
    assertThat(tickets.redeem(others).session()).isNotIn("session of ann", "session of bob");
  }

  @Test
  void whoSignsOutWithTheSecretEndsTheSession() {
    assertThat(ask(NOBODY, "DELETE", "session", "wrong", "").status()).isEqualTo(401);

    assertThat(ask(NOBODY, "DELETE", "session", ann.secret, "").status()).isEqualTo(204);

    assertThat(audited).containsExactly("SIGNED_OUT ann: Signed out");
    assertThat(revoked.isRevoked(ann.login)).isTrue();
    assertThat(ask(NOBODY, "POST", "tickets", ann.secret, "").status()).isEqualTo(401);
    assertThatThrownBy(() -> check.requireSurely(ann.login))
        .isInstanceOfSatisfying(
            CollabException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.ERR_LOGIN_REVOKED));
  }
}
