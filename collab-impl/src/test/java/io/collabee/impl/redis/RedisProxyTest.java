package io.collabee.impl.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RedisProxyTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(300);
  private static RedisProcess redis;

  private RedisProxy proxy;
  private RedisConnection subscriber;

  @BeforeAll
  static void startRedis() {
    redis = RedisProcess.server();
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @BeforeEach
  void subscribe() throws IOException {
    proxy = new RedisProxy(redis.port());
    subscriber = new RedisConnection(proxy.port(), PATIENCE);
    assertThat(subscriber.ask("SUBSCRIBE", "news")).containsExactly("subscribe", "news", "1");
  }

  @AfterEach
  void close() throws IOException {
    subscriber.close();
    proxy.close();
  }

  @Test
  void leftAloneItPassesEverythingOn() throws IOException {
    String large = "\0\r\n$5\r\n\u00ff".repeat(10_000);

    publish("one", large, "three");

    assertThat(read(3)).containsExactly("one", large, "three");
    try (RedisConnection other = new RedisConnection(proxy.port(), PATIENCE)) {
      assertThat(other.ask("ECHO", large)).containsExactly(large);
    }
  }

  @Test
  void aLostMessageIsAllThatIsLost() throws IOException {
    proxy.tamper(new Tampering(1, 0, 0, Duration.ZERO, 0, new Random(1)));

    publish("lost");

    assertThat(subscriber.ask("PING")).containsExactly("pong", "");
    proxy.behave();
    publish("found");
    assertThat(read(1)).containsExactly("found");
    assertThat(proxy.messages()).isEqualTo(2);
    assertThat(proxy.tampered()).isEqualTo(1);
  }

  @Test
  void anAnswerThatLooksLikeALostMessageIsNotLost() throws IOException {
    proxy.tamper(new Tampering(1, 0, 0, Duration.ZERO, 0, new Random(1)));

    try (RedisConnection other = new RedisConnection(proxy.port(), PATIENCE)) {
      assertThat(other.ask("RPUSH", "list", "news", "message")).containsExactly("2");
      assertThat(other.ask("LRANGE", "list", "0", "-1")).containsExactly("news", "message");
    }
  }

  @Test
  void aRepeatedMessageComesTwice() throws IOException {
    proxy.tamper(new Tampering(0, 1, 0, Duration.ZERO, 0, new Random(1)));

    publish("a", "b");

    assertThat(read(4)).containsExactly("a", "a", "b", "b");
  }

  @Test
  void delayedMessagesAllComeInAnotherOrder() throws IOException {
    proxy.tamper(new Tampering(0, 0, 0.5, Duration.ofMillis(100), 0, new Random(1)));
    String[] sent = numbers();

    publish(sent);

    assertThat(read(sent.length)).containsExactlyInAnyOrder(sent).doesNotContainSequence(sent);
  }

  @Test
  void reorderedMessagesAllComeInAnotherOrder() throws IOException {
    proxy.tamper(new Tampering(0, 0, 0, Duration.ZERO, 0.3, new Random(1)));
    String[] sent = numbers();

    publish(sent);

    assertThat(read(sent.length)).containsExactlyInAnyOrder(sent).doesNotContainSequence(sent);
  }

  @Test
  void aMessageThatNoneFollowsComesAllTheSame() throws IOException {
    proxy.tamper(new Tampering(0, 0, 0, Duration.ZERO, 1, new Random(1)));

    publish("last");

    assertThat(read(1)).containsExactly("last");
  }

  @Test
  void whatIsSwallowedComesInTheEnd() throws IOException {
    proxy.swallow();
    publish("late");

    try (RedisConnection impatient = new RedisConnection(proxy.port(), SHORT)) {
      assertThatThrownBy(() -> impatient.ask("PING")).isInstanceOf(SocketTimeoutException.class);
    }
    proxy.behave();

    assertThat(read(1)).containsExactly("late");
  }

  @Test
  void aCutConnectionEndsAndAnotherCanBeMade() throws IOException {
    proxy.cut();

    assertThatThrownBy(subscriber::read).isInstanceOf(IOException.class);
    try (RedisConnection other = new RedisConnection(proxy.port(), PATIENCE)) {
      assertThat(other.ask("PING")).containsExactly("PONG");
    }
  }

  @Test
  void aPausedServerAnswersWhenItGoesOn() throws IOException {
    redis.pause();
    try (RedisConnection impatient = new RedisConnection(proxy.port(), SHORT)) {
      assertThatThrownBy(() -> impatient.ask("PING")).isInstanceOf(SocketTimeoutException.class);
    } finally {
      redis.resume();
    }

    assertThat(redis.ask("PING")).containsExactly("PONG");
  }

  @Test
  void aKilledServerStartsAgainWhereItWas() throws IOException {
    int port = redis.port();
    redis.kill();
    assertThatThrownBy(subscriber::read).isInstanceOf(IOException.class);

    redis.start();

    assertThat(redis.port()).isEqualTo(port);
    try (RedisConnection other = new RedisConnection(proxy.port(), PATIENCE)) {
      assertThat(other.ask("PING")).containsExactly("PONG");
    }
  }

  private static String[] numbers() {
    return IntStream.range(0, 100).mapToObj(Integer::toString).toArray(String[]::new);
  }

  private static void publish(String... messages) {
    Stream.of(messages).forEach(message -> redis.ask("PUBLISH", "news", message));
  }

  private List<String> read(int number) throws IOException {
    List<String> messages = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      messages.add(subscriber.read().get(2));
    }
    return messages;
  }
}
