package io.collabee.impl.security;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Says that something is good no more.
 *
 * @param subject what it is
 * @param issuedBefore of a user's logins, those that rest on something issued until then
 * @param expires from when on there is nothing left that this would concern
 */
public record Revocation(Subject subject, Instant issuedBefore, Instant expires) {

  /** Cuts the times to milliseconds, as they are stored and sent. */
  public Revocation {
    issuedBefore = issuedBefore.truncatedTo(ChronoUnit.MILLIS);
    expires = expires.truncatedTo(ChronoUnit.MILLIS);
  }

  /** What is revoked. */
  public enum Kind {
    /** One token, by its id. */
    TOKEN,
    /** All logins of a user until some time, by his name. */
    USER,
    /** One session, by its name. */
    SESSION
  }

  /**
   * What is revoked, by a hash of its name: neither the store nor a bus needs to know tokens' ids
   * or users' names.
   *
   * @param hash 64 hexadecimal digits, of SHA-256
   */
  public record Subject(Kind kind, String hash) {

    /** Checks the form. */
    public Subject {
      if (hash.length() != 64) {
        throw new IllegalArgumentException("No hash has " + hash.length() + " digits");
      }
    }

    /** What has this name. */
    public static Subject of(Kind kind, String name) {
      return new Subject(kind, sha256(name));
    }
  }

  /** Whether there is nothing left that this would concern. */
  public boolean isOver(Instant now) {
    return !now.isBefore(expires);
  }

  /** Its times, to be kept under its subject. */
  byte[] written() {
    return ByteBuffer.allocate(2 * Long.BYTES)
        .putLong(issuedBefore.toEpochMilli())
        .putLong(expires.toEpochMilli())
        .array();
  }

  /** What was {@linkplain #written written} of a subject. */
  static Optional<Revocation> read(Subject subject, byte[] bytes) {
    if (bytes.length != 2 * Long.BYTES) {
      return Optional.empty();
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    return Optional.of(
        new Revocation(
            subject, Instant.ofEpochMilli(in.getLong()), Instant.ofEpochMilli(in.getLong())));
  }

  /** What this and another of the same subject say together. */
  Revocation and(Revocation other) {
    return new Revocation(
        subject, later(issuedBefore, other.issuedBefore), later(expires, other.expires));
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
