package io.collabee.impl.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collabee.impl.security.SealingKeys;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {
  private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);

  @Test
  void theFirstConfiguredKeySealsAndAllOpen() {
    SealingKeys keys = Keys.configured("2026-12:" + KEY + ", 2026-11 : " + KEY);

    assertThat(keys.current()).isEqualTo("2026-12");
    assertThat(keys.key("2026-12")).isPresent();
    assertThat(keys.key("2026-11")).isPresent();
    assertThat(keys.key("2026-10")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"secret", ":KEY", "a:secret!", "a:c2VjcmV0", "a:KEY,", "a:KEY,a:KEY"})
  void whatIsNoKeyIsNotStartedWithNorRepeated(String template) {
    assertThatThrownBy(() -> Keys.configured(template.replace("KEY", KEY)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("collab.session.keys")
        .hasMessageNotContaining("secret")
        .hasMessageNotContaining(KEY);
  }
}
