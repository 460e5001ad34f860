package io.collabee.impl.cluster.redisson;

import static io.collabee.impl.cluster.redisson.RedisNode.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.DocumentId;
import io.collabee.impl.redis.RedisProcess;
import io.collabee.impl.security.Connected;
import io.collabee.impl.security.InMemoryStoredSessions;
import io.collabee.impl.security.KeptSession;
import io.collabee.impl.security.LiveSessions;
import io.collabee.impl.security.Login;
import io.collabee.impl.security.RevokedLogins;
import io.collabee.impl.security.SessionKeeper;
import io.collabee.impl.security.SessionRegister;
import io.collabee.impl.security.TestLogins;
import io.collabee.impl.security.TestSessions;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions of one node, taken up on another, in a real Redis that comes and goes. */
final class RedissonSessionsTest {
  private final Clock clock = Clock.systemUTC();
  private final InMemoryStoredSessions stored = new InMemoryStoredSessions();
  private RedisProcess redis;
  private RedisNode a;
  private RedisNode b;
  private LiveSessions live;
  private SessionKeeper elsewhere;

  @BeforeEach
  void start() {
    redis = RedisProcess.server();
    a = new RedisNode(RedisNode.single(redis.port())).untilTrusted();
    b = new RedisNode(RedisNode.single(redis.port())).untilTrusted();
    live =
        new LiveSessions(
            TestSessions.keeper(stored, a.bus::shelf, clock),
            new RevokedLogins(clock),
            clock,
            System::nanoTime,
            Thread::new);
    elsewhere = TestSessions.keeper(stored, b.bus::shelf, clock);
  }

  @AfterEach
  void stop() {
    live.close();
    a.close();
    b.close();
    redis.close();
  }

  private final class Client implements Connected {
    private volatile String secret = "";
    private final SessionRegister.Entry entry = live.enter(this);

    @Override
    public Login login() {
      return TestLogins.of("ann");
    }

    @Override
    public Set<DocumentId> documents() {
      return Set.of(DocumentId.of("notes", "n"));
    }

    @Override
    public Optional<String> address() {
      return Optional.empty();
    }

    @Override
    public Optional<String> agent() {
      return Optional.of("Browser/1");
    }

    @Override
    public void kept(String session, Optional<String> told, Instant expires) {
      told.ifPresent(text -> secret = text);
    }

    String secret() {
      await("a secret").until(() -> !secret.isEmpty());
      return secret;
    }
  }

  @Test
  void aSessionIsInRedisForItsLifeAndNobodyThereCanReadIt() {
    Client ann = new Client();

    Optional<KeptSession> found = elsewhere.find(ann.secret());

    assertThat(found).hasValueSatisfying(session -> assertThat(session.caller()).isEqualTo("ann"));
    assertThat(elsewhere.of("ann")).hasSize(1);
    assertThat(stored.count()).isZero();
    String key = redis.ask("KEYS", "test:*:session:*").stream().findFirst().orElseThrow();
    assertThat(Long.parseLong(redis.ask("PTTL", key).get(0))).isBetween(3_500_000L, 3_600_000L);
    assertThat(redis.ask("GET", key).toString()).doesNotContain("ann").doesNotContain("notes");
  }

  @Test
  void whenRedisDiesWithAllItHasAndComesBackEmptySessionsAreThereThroughout() {
    Client ann = new Client();
    Client bob = new Client();
    String secret = ann.secret();
    bob.secret();
    bob.entry.left();

    redis.kill();
    await("the store").until(() -> elsewhere.find(secret).isPresent());
    assertThat(stored.count()).isOne();

    redis.start();
    await("the shelf").until(() -> b.bus.shelf().isOpen() && a.bus.shelf().isOpen());
    assertThat(elsewhere.find(secret)).isPresent();
    await("Redis").until(() -> !redis.ask("KEYS", "test:*:session:*").isEmpty());
    assertThat(elsewhere.find(secret)).isPresent();
  }
}
