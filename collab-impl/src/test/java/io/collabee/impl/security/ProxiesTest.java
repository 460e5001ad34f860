package io.collabee.impl.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxiesTest {
  private static final Proxies PROXIES = new Proxies(Set.of("10.0.0.0/9", "192.0.2.7", "fd00::/8"));

  private static String client(Proxies proxies, String peer, String... forwardedFor) {
    Map<String, List<String>> headers = Map.of("X-Forwarded-For", List.of(forwardedFor));
    return proxies.route(peer, false, name -> headers.getOrDefault(name, List.of())).address();
  }

  @Test
  void whatNoProxyOfOursSaysIsNotBelieved() {
    assertThat(client(PROXIES, "203.0.113.1", "198.51.100.1")).isEqualTo("203.0.113.1");
    assertThat(client(PROXIES, "10.128.0.1", "198.51.100.1")).isEqualTo("10.128.0.1");
    assertThat(client(new Proxies(Set.of()), "127.0.0.1", "198.51.100.1")).isEqualTo("127.0.0.1");
  }

  @Test
  void aProxyOfOursSaysForWhomItAsks() {
    assertThat(client(PROXIES, "10.0.0.1", "198.51.100.1")).isEqualTo("198.51.100.1");
    assertThat(client(PROXIES, "192.0.2.7", "2001:db8::1")).isEqualTo("2001:db8:0:0:0:0:0:1");
    assertThat(client(PROXIES, "fd00::1%eth0", "[2001:db8::1]:4711"))
        .isEqualTo("2001:db8:0:0:0:0:0:1");
    assertThat(client(PROXIES, "::ffff:10.0.0.1", "198.51.100.1:4711")).isEqualTo("198.51.100.1");
    assertThat(client(PROXIES, "10.0.0.1")).isEqualTo("10.0.0.1");
  }

  @Test
  void whatTheClientItselfSaysIsNotBelieved() {
    String pretended = "198.51.100.1, 10.0.0.9";

    assertThat(client(PROXIES, "10.0.0.1", pretended + ", 203.0.113.5")).isEqualTo("203.0.113.5");
    assertThat(client(PROXIES, "10.0.0.1", pretended, "203.0.113.5,10.0.0.2"))
        .isEqualTo("203.0.113.5");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "unknown",
        "_hidden",
        "evil.example",
        "dead.beef",
        "1.2.3",
        "1.2.3.400",
        "::x",
        ":.",
        "[::1"
      })
  void whatIsNoAddressIsNotLookedUp(String name) {
    assertThat(client(PROXIES, "10.0.0.1", "198.51.100.1, " + name)).isEqualTo("10.0.0.1");
  }

  @Test
  void hostAndSchemeAreThoseTheFirstProxyWasAskedWith() {
    Map<String, List<String>> headers =
        Map.of(
            "Host", List.of("inner:8080"),
            "X-Forwarded-Host", List.of("example.com, middle"),
            "X-Forwarded-Proto", List.of("https"));

    Route trusted = PROXIES.route("10.0.0.1", false, name -> headers.getOrDefault(name, List.of()));
    Route other =
        PROXIES.route("203.0.113.1", false, name -> headers.getOrDefault(name, List.of()));

    assertThat(trusted.host()).contains("example.com");
    assertThat(trusted.isSecure()).isTrue();
    assertThat(other.host()).contains("inner:8080");
    assertThat(other.isSecure()).isFalse();
  }

  @Test
  void twoHostsAreNone() {
    assertThat(PROXIES.route("203.0.113.1", true, name -> List.of("a", "b")))
        .isEqualTo(new Route("203.0.113.1", Optional.empty(), true));
  }

  @ParameterizedTest
  @CsvSource({
    "198.51.100.1, 198.51.100.1",
    "2001:db8:1:2::1, 20010db800010002/64",
    "2001:db8:1:2:ffff:ffff:ffff:ffff, 20010db800010002/64",
    "2001:db8:1:3::1, 20010db800010003/64",
    "::ffff:198.51.100.1, ::ffff:198.51.100.1",
    "'', ''",
    "unknown, unknown",
  })
  void addressesThatOneClientMayHaveAtWillAreOneNetwork(String address, String network) {
    assertThat(new Route(address, Optional.empty(), false).network()).isEqualTo(network);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"example.com", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "10.0.0.0/", "::/129"})
  void proxiesAreAddressesAndNetworks(String mistake) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Proxies(Set.of(mistake)));
  }
}
