package io.collabee.impl.store;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Secrets of one process, gone with it. */
public final class InMemorySecrets implements Secrets {
  private final Map<String, byte[]> secrets = new ConcurrentHashMap<>();
  private final Map<String, ConcurrentSkipListMap<Integer, Numbered>> purposes =
      new ConcurrentHashMap<>();
  private final SecureRandom random = new SecureRandom();
  private final Clock clock;

  /** No secrets yet. */
  public InMemorySecrets(Clock clock) {
    this.clock = clock;
  }

  @Override
  public byte[] secret(String name) {
    return secrets.computeIfAbsent(name, absent -> made()).clone();
  }

  @Override
  public List<Numbered> numbered(String purpose) {
    return List.copyOf(of(purpose).values());
  }

  @Override
  public void make(String purpose, int number) {
    of(purpose).putIfAbsent(number, new Numbered(number, clock.instant(), made()));
  }

  @Override
  public int purge(String purpose, Instant before) {
    ConcurrentSkipListMap<Integer, Numbered> all = of(purpose);
    int known = all.size();
    all.values()
        .removeIf(each -> each.created().isBefore(before) && each.number() != all.lastKey());
    return known - all.size();
  }

  private ConcurrentSkipListMap<Integer, Numbered> of(String purpose) {
    return purposes.computeIfAbsent(purpose, absent -> new ConcurrentSkipListMap<>());
  }

  private byte[] made() {
    byte[] secret = new byte[LENGTH];
    random.nextBytes(secret);
    return secret;
  }
}
