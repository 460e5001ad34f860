package io.collabee.impl.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collabee.impl.security.Sealer.Sealed;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SealerTest {
  private static final byte[] OLD = key(1);
  private static final byte[] YOUNG = key(2);

  private final Sealer sealer = new Sealer(SealingKeys.of("old", Map.of("old", OLD)));

  private static byte[] key(int value) {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) value);
    return key;
  }

  private static Optional<String> text(Optional<byte[]> opened) {
    return opened.map(bytes -> new String(bytes, UTF_8));
  }

  private Sealed sealed(String text) {
    return sealer.seal(text.getBytes(UTF_8), "session a");
  }

  @Test
  void whatWasSealedIsOpenedAboutTheSameOnly() {
    Sealed sealed = sealed("hello");

    assertThat(text(sealer.open(sealed, "session a"))).contains("hello");
    assertThat(sealer.open(sealed, "session b")).isEmpty();
    assertThat(sealer.open(sealed, "")).isEmpty();
    assertThat(text(sealer.open(sealed(""), "session a"))).contains("");
  }

  @Test
  void theSameIsSealedDifferentlyEachTimeAndTellsNothing() {
    Sealed sealed = sealed("hello");

    assertThat(sealed.bytes()).isNotEqualTo(sealed("hello").bytes());
    assertThat(new String(sealed.bytes(), java.nio.charset.StandardCharsets.ISO_8859_1))
        .doesNotContain("hello");
  }

  @Test
  void afterARotationTheNewKeySealsAndTheOldOneStillOpens() {
    Sealed before = sealed("before");

    Sealer rotated = new Sealer(SealingKeys.of("young", Map.of("young", YOUNG, "old", OLD)));
    Sealed after = rotated.seal("after".getBytes(UTF_8), "session a");

    assertThat(after.keyId()).isEqualTo("young");
    assertThat(text(rotated.open(before, "session a"))).contains("before");
    assertThat(text(rotated.open(after, "session a"))).contains("after");
    assertThat(sealer.knows("young")).isFalse();
    assertThat(sealer.open(after, "session a")).isEmpty();
  }

  @Test
  void aKeyIsNotTakenForAnotherOfTheSameBytes() {
    Sealer two = new Sealer(SealingKeys.of("old", Map.of("old", OLD, "copy", OLD)));

    assertThat(two.open(new Sealed("copy", sealed("x").bytes()), "session a")).isEmpty();
  }

  @Test
  void whatHasAnyBitChangedOrMissingIsNotOpened() {
    byte[] bytes = sealed("hello").bytes();

    for (int bit = 0; bit < bytes.length * 8; bit++) {
      byte[] tampered = bytes.clone();
      tampered[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(sealer.open(new Sealed("old", tampered), "session a")).isEmpty();
    }
    for (int length = 0; length < bytes.length; length++) {
      Sealed cut = new Sealed("old", Arrays.copyOf(bytes, length));
      assertThat(sealer.open(cut, "session a")).isEmpty();
    }
  }

  @Test
  void keysHaveThirtyTwoBytes() {
    assertThatThrownBy(() -> SealingKeys.of(new byte[16]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SealingKeys.of("x", Map.of("old", OLD)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
