package io.collabee.impl.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginsTest {
  private static final Origins OURS_ONLY = new Origins(Set.of());

  private static boolean isAllowed(Origins origins, String origin, String host) {
    return origins.isAllowed(List.of(origin), new Route("", Optional.of(host), false));
  }

  @ParameterizedTest
  @CsvSource({
    "http://example.com, example.com",
    "http://example.com:80, example.com",
    "http://example.com, example.com:80",
    "https://example.com, example.com:443",
    "http://example.com:8080, example.com:8080",
    "HTTP://Example.COM, example.com",
    "http://example.com, EXAMPLE.com",
    "http://[::1]:8080, [::1]:8080",
    "http://[2001:DB8::1], [2001:db8::1]:80",
    "http://127.0.0.1:8080, 127.0.0.1:8080",
    "http://my_host:8080, my_host:8080",
    "http://xn--exmple-cua.com, xn--exmple-cua.com",
    // Behind a proxy that ends TLS.
    "https://example.com, example.com",
  })
  void ourOwnPagesMayConnect(String origin, String host) {
    assertThat(isAllowed(OURS_ONLY, origin, host)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "http://evil.example, example.com",
    "http://example.com.evil.example, example.com",
    "http://evil-example.com, example.com",
    "http://example.com:8081, example.com:8080",
    "http://example.com, example.com:8080",
    "http://example.com:8080, example.com",
    // Each is the standard port of the other scheme.
    "http://example.com, example.com:443",
    "https://example.com:80, example.com",
    "http://localhost:8080, 127.0.0.1:8080",
    "http://[::1]:8080, [::2]:8080",
    "http://[::1], [::1]:8080",
    "http://user@example.com, example.com",
    "http://example.com@evil.example, example.com",
    "http://example.com/page, example.com",
    "http://example.com/, example.com",
    "http://example.com?, example.com",
    "http://example.com#a, example.com",
    "http:example.com, example.com",
    "//example.com, example.com",
    "example.com, example.com",
    "file://, ''",
    "null, example.com",
    "null, 'null'",
    "not a url, example.com",
    "'http://example.com http://evil.example', example.com",
    "'http://example.com, http://evil.example', example.com",
    "'', example.com",
    "http://example.com, 'exa mple.com'",
    "http://example.com, 'evil.example@example.com'",
    "http://example.com, 'example.com/page'",
  })
  void othersMayNot(String origin, String host) {
    assertThat(isAllowed(OURS_ONLY, origin, host)).isFalse();
  }

  @Test
  void thoseAllowedMay() {
    Origins origins = new Origins(Set.of("https://App.example.com", "http://other:80"));

    assertThat(isAllowed(origins, "https://app.example.com", "here")).isTrue();
    assertThat(isAllowed(origins, "https://app.example.com:443", "here")).isTrue();
    assertThat(isAllowed(origins, "http://other", "here")).isTrue();
    assertThat(isAllowed(origins, "http://here", "here")).isTrue();
    assertThat(isAllowed(origins, "https://app.example.com:444", "here")).isFalse();
    assertThat(isAllowed(origins, "http://app.example.com", "here")).isFalse();
    assertThat(isAllowed(origins, "null", "here")).isFalse();
  }

  @Test
  void aStarAllowsAny() {
    Origins any = new Origins(Set.of("*"));

    assertThat(isAllowed(any, "http://evil.example", "here")).isTrue();
    assertThat(isAllowed(any, "null", "here")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"null", "app.example.com", "https://app.example.com/", "https://*.example.com"})
  void whatIsNoOriginCannotBeAllowed(String mistake) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Origins(Set.of(mistake)))
        .withMessageContaining(mistake);
  }

  @Test
  void anInsecurePageOfOursMayNotWhereTheBrowserUsesTls() {
    Route secure = new Route("", Optional.of("example.com"), true);

    assertThat(OURS_ONLY.isAllowed(List.of("https://example.com"), secure)).isTrue();
    assertThat(OURS_ONLY.isAllowed(List.of("http://example.com"), secure)).isFalse();
  }

  @Test
  void whoeverHasNoOriginIsNoPage() {
    assertThat(OURS_ONLY.isAllowed(List.of(), new Route("", Optional.of("here"), false))).isTrue();
  }

  @Test
  void whoeverHasTwoOriginsIsNoBrowser() {
    Route route = new Route("", Optional.of("here"), false);

    assertThat(OURS_ONLY.isAllowed(List.of("http://here", "http://here"), route)).isFalse();
  }

  @Test
  void withoutAHostNothingIsOurs() {
    Route route = new Route("", Optional.empty(), false);

    assertThat(OURS_ONLY.isAllowed(List.of("http://null"), route)).isFalse();
    assertThat(OURS_ONLY.isAllowed(List.of("http://"), route)).isFalse();
  }
}
