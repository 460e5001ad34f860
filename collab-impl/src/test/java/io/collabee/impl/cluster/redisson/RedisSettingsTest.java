package io.collabee.impl.cluster.redisson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collabee.impl.config.RedisMode;
import io.collabee.impl.config.TestConfiguration;
import org.junit.jupiter.api.Test;

class RedisSettingsTest {

  @Test
  void withoutAddressesThereIsNoRedis() {
    assertThat(RedisSettings.of(TestConfiguration.of()).addresses()).isEmpty();
  }

  @Test
  void addressesAreListedWithCommasAndMayLackTheirScheme() {
    RedisSettings settings =
        RedisSettings.of(
            TestConfiguration.of(
                "collab.redis.mode", "cluster",
                "collab.redis.addresses", "one:7000, redis://two:7000 ,rediss://three:7000,"));

    assertThat(settings.mode()).isEqualTo(RedisMode.CLUSTER);
    assertThat(settings.addresses())
        .containsExactly("redis://one:7000", "redis://two:7000", "rediss://three:7000");
  }

  @Test
  void whatDoesNotFitIsRefusedByKey() {
    assertThatThrownBy(() -> read("collab.redis.addresses", "one:1,two:2"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("collab.redis.addresses has 2 addresses, but collab.redis.mode is single");
    assertThatThrownBy(
            () -> read("collab.redis.mode", "sentinel", "collab.redis.addresses", "one:1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("collab.redis.mode is sentinel, but collab.redis.master has no name");
  }

  @Test
  void passwordsAreNotShown() {
    RedisSettings settings =
        read("collab.redis.addresses", "one:1", "collab.redis.password", "secret");

    assertThat(settings.password()).isEqualTo("secret");
    assertThat(settings).hasToString("Redis (single) at redis://one:1");
    assertThatThrownBy(() -> read("collab.redis.addresses", "redis://me:secret@one:1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("collab.redis.password")
        .hasMessageNotContaining("secret");
  }

  private static RedisSettings read(String... keysAndValues) {
    return RedisSettings.of(TestConfiguration.of(keysAndValues));
  }
}
