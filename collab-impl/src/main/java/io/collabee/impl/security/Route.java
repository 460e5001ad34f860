package io.collabee.impl.security;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Where a request comes from and to whom it was sent, as far as those who passed it on are to be
 * believed.
 *
 * @param address of the client: an IP address if the server knows it
 * @param host the name and port that the client used, as it is in the Host header; empty if it did
 *     not say
 * @param isSecure whether the client is known to have used TLS
 */
public record Route(String address, Optional<String> host, boolean isSecure) {
  /** That of a client of which nothing is known. */
  public static final Route UNKNOWN = new Route("", Optional.empty(), false);

  private static final int NETWORK_BYTES = 8;

  /**
   * What all addresses that one client may have at will have in common: an IPv4 address, or the
   * first 64 bits of an IPv6 one.
   */
  public String network() {
    Optional<InetAddress> parsed = Network.address(address);
    if (parsed.isPresent() && parsed.get() instanceof Inet6Address ipv6) {
      return HexFormat.of().formatHex(Arrays.copyOf(ipv6.getAddress(), NETWORK_BYTES)) + "/64";
    }
    return address;
  }
}
