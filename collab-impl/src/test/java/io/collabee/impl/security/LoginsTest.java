package io.collabee.impl.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LoginsTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  private final TestClock clock = new TestClock(NOON);
  private final Logins logins = new Logins(new Roles(Set.of()), TokenReader.NONE, clock);

  /** What a server keeps. */
  private static final class Kept implements Logins.Attributes {
    private final Map<String, String> values = new HashMap<>();

    @Override
    public @Nullable Object get(String name) {
      return values.get(name);
    }

    @Override
    public void set(String name, String value) {
      values.put(name, value);
    }
  }

  private Instant issuedAt(String name, Logins.Attributes attributes) {
    return logins.ofServer(() -> name, role -> false, attributes).credential().issuedAt();
  }

  @Test
  void aLoginOfTheServerIsAsOldAsWhenItWasFirstHeardOf() {
    Kept session = new Kept();
    assertThat(issuedAt("ann b", session)).isEqualTo(NOON);
    clock.advance(Duration.ofHours(1));

    assertThat(issuedAt("ann b", session)).isEqualTo(NOON);
    assertThat(issuedAt("ann b", new Kept())).isEqualTo(NOON.plusSeconds(3600));
    assertThat(issuedAt("ann b", Logins.Attributes.NONE)).isEqualTo(NOON.plusSeconds(3600));
    assertThat(issuedAt("ann", session)).isEqualTo(NOON.plusSeconds(3600));
  }

  @Test
  void aTokenTellsItself() {
    Credential credential =
        new Credential(Optional.of("t"), NOON, Optional.empty(), Optional.empty());
    Logins withTokens =
        new Logins(new Roles(Set.of()), principal -> Optional.of(credential), clock);
    Kept session = new Kept();
    clock.advance(Duration.ofHours(1));

    assertThat(withTokens.ofServer(() -> "ann", role -> false, session).credential())
        .isEqualTo(credential);
    assertThat(session.values).isEmpty();
  }
}
