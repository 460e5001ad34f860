package io.collabee.impl.security;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A range of IP addresses, such as {@code 10.0.0.0/8}; or one address. */
final class Network {
  private static final Pattern IPV4 =
      Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})(:\\d{1,5})?");
  private static final Pattern IPV6 =
      Pattern.compile("([0-9a-fA-F:][0-9a-fA-F:.]*)(%\\w+)?|\\[([0-9a-fA-F:]+)\\](:\\d{1,5})?");

  private final byte[] first;
  private final int bits;

  private Network(byte[] first, int bits) {
    this.first = first;
    this.bits = bits;
  }

  /**
   * Reads a range.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Network of(String text) {
    int slash = text.indexOf('/');
    byte[] first =
        address(slash < 0 ? text : text.substring(0, slash))
            .orElseThrow(() -> new IllegalArgumentException("no IP address or network: " + text))
            .getAddress();
    int most = first.length * Byte.SIZE;
    int bits = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
    if (bits < 0 || bits > most) {
      throw new IllegalArgumentException("no IP address or network: " + text);
    }
    return new Network(first, bits);
  }

  boolean contains(InetAddress address) {
    byte[] other = address.getAddress();
    return other.length == first.length && Arrays.equals(start(first, bits), start(other, bits));
  }

  private static byte[] start(byte[] address, int bits) {
    byte[] start = Arrays.copyOf(address, (bits + Byte.SIZE - 1) / Byte.SIZE);
    int rest = bits % Byte.SIZE;
    if (rest != 0) {
      start[start.length - 1] &= (byte) (0xff << (Byte.SIZE - rest));
    }
    return start;
  }

  /**
   * Reads an address, with or without a port; empty if it is none. Never asks for a name, whatever
   * a header says.
   */
  static Optional<InetAddress> address(String text) {
    try {
      Matcher ipv4 = IPV4.matcher(text);
      if (ipv4.matches()) {
        byte[] address = new byte[4];
        for (int i = 0; i < 4; i++) {
          int part = Integer.parseInt(ipv4.group(i + 1));
          if (part > 0xff) {
            return Optional.empty();
          }
          address[i] = (byte) part;
        }
        return Optional.of(InetAddress.getByAddress(address));
      }
      Matcher ipv6 = IPV6.matcher(text);
      if (!ipv6.matches()) {
        return Optional.empty();
      }
      String address = ipv6.group(3) == null ? ipv6.group(1) : ipv6.group(3);
      // With a colon the JDK takes it for an address and for nothing else.
      return address.indexOf(':') < 0
          ? Optional.empty()
          : Optional.of(InetAddress.getByName(address));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }
}
