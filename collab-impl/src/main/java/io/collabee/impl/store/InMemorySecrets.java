package io.collabee.impl.store;

import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Secrets of one process, gone with it. */
public final class InMemorySecrets implements Secrets {
  private final Map<String, byte[]> secrets = new ConcurrentHashMap<>();
  private final SecureRandom random = new SecureRandom();

  /** No secrets yet. */
  public InMemorySecrets() {}

  @Override
  public byte[] secret(String name) {
    return secrets.computeIfAbsent(name, absent -> made()).clone();
  }

  private byte[] made() {
    byte[] secret = new byte[LENGTH];
    random.nextBytes(secret);
    return secret;
  }
}
