package io.collabee.impl.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginsTest {

  @ParameterizedTest
  @CsvSource({
    "http://example.com, example.com",
    "http://example.com:80, example.com",
    "https://example.com, example.com:443",
    "http://example.com:8080, example.com:8080",
    "HTTP://Example.COM, example.com",
    "http://[::1]:8080, [::1]:8080",
    // Behind a proxy that ends TLS.
    "https://example.com, example.com",
  })
  void ourOwnPagesMayConnect(String origin, String host) {
    assertThat(new Origins(Set.of()).isAllowed(origin, host)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "http://evil.example, example.com",
    "http://example.com.evil.example, example.com",
    "http://example.com:8081, example.com:8080",
    "http://example.com, example.com:8080",
    "http://user@example.com, example.com",
    "null, example.com",
    "not a url, example.com",
    "'', example.com",
  })
  void othersMayNot(String origin, String host) {
    assertThat(new Origins(Set.of()).isAllowed(origin, host)).isFalse();
  }

  @Test
  void thoseAllowedMay() {
    Origins origins = new Origins(Set.of("https://App.example.com"));

    assertThat(origins.isAllowed("https://app.example.com", "other")).isTrue();
    assertThat(origins.isAllowed("https://app.example.com:444", "other")).isFalse();
    assertThat(new Origins(Set.of("*")).isAllowed("http://evil.example", "other")).isTrue();
  }
}
