package io.collabee.impl.security;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The proxies in front of the application, which alone are believed when they say for whom they
 * ask: in {@code X-Forwarded-For}, {@code X-Forwarded-Host} and {@code X-Forwarded-Proto}. Anybody
 * can send these headers.
 */
public final class Proxies {
  private final List<Network> trusted;

  /**
   * @param trusted their addresses, or networks such as {@code 10.0.0.0/8}
   * @throws IllegalArgumentException if one is neither
   */
  public Proxies(Set<String> trusted) {
    this.trusted = trusted.stream().map(Network::of).toList();
  }

  /**
   * Where a request comes from.
   *
   * @param peer the address that the connection to this server comes from
   * @param isSecure whether that connection has TLS
   * @param headers all values of a header, in order
   */
  public Route route(String peer, boolean isSecure, Function<String, List<String>> headers) {
    Optional<String> host = single(headers.apply("Host"));
    if (!isTrusted(Network.address(peer))) {
      return new Route(peer, host, isSecure);
    }
    return new Route(
        client(peer, items(headers.apply("X-Forwarded-For"))),
        // Each proxy puts what it was asked behind what the one before it was.
        items(headers.apply("X-Forwarded-Host")).stream().findFirst().or(() -> host),
        items(headers.apply("X-Forwarded-Proto")).stream()
            .findFirst()
            .map("https"::equalsIgnoreCase)
            .orElse(isSecure));
  }

  /**
   * The nearest of those who passed the request on, or made it, that is no proxy of ours: what is
   * before it in the list is what it says itself.
   */
  private String client(String peer, List<String> forwardedFor) {
    String client = peer;
    for (int i = forwardedFor.size() - 1; i >= 0 && isTrusted(Network.address(client)); i--) {
      Optional<InetAddress> next = Network.address(forwardedFor.get(i));
      if (next.isEmpty()) {
        return client;
      }
      client = next.get().getHostAddress();
    }
    return client;
  }

  private boolean isTrusted(Optional<InetAddress> address) {
    return address.isPresent()
        && trusted.stream().anyMatch(network -> network.contains(address.get()));
  }

  private static Optional<String> single(List<String> values) {
    return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
  }

  private static List<String> items(List<String> values) {
    List<String> items = new ArrayList<>();
    for (String value : values) {
      Arrays.stream(value.split(","))
          .map(String::strip)
          .filter(item -> !item.isEmpty())
          .forEach(items::add);
    }
    return items;
  }
}
