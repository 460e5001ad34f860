package io.collabee.impl.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CloseReasonTest {

  @ParameterizedTest
  @EnumSource
  void everyReasonIsInOneOfTheBandsAndFitsAFrame(CloseReason reason) {
    assertThat(reason.code()).isBetween(4400, 4599);
    assertThat(reason.isRetryable()).isEqualTo(reason.code() >= 4500);
    assertThat(reason.phrase()).matches("[ -~]{1,123}");
  }

  @Test
  void thePageHasEveryCode() throws IOException {
    String page = Files.readString(Path.of("../docs/protocol.md"));

    for (CloseReason reason : CloseReason.values()) {
      assertThat(page).contains("| " + reason.code() + " |");
    }
  }
}
