package io.collabee.impl.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collabee.Operation;
import io.collabee.impl.json.JsonText;
import jakarta.json.JsonValue;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LoggedOperationTest {

  @Test
  void thePayloadTellsWhatTheOperationDoes() {
    assertThat(operation("\"op\":[\"a\"]"))
        .isEqualTo(new Operation.Edit(JsonText.parse("[\"a\"]")));
    assertThat(operation("\"create\":{\"type\":\"t\",\"data\":\"a\"}"))
        .isEqualTo(new Operation.Create("t", JsonText.parse("\"a\"")));
    assertThat(operation("\"create\":{\"type\":\"t\"}"))
        .isEqualTo(new Operation.Create("t", JsonValue.NULL));
    assertThat(operation("\"del\":true")).isEqualTo(new Operation.Delete());
    assertThat(operation("")).isEqualTo(new Operation.None());
  }

  @Test
  void anotherPayloadIsNone() {
    assertThatThrownBy(() -> operation("\"ops\":[]")).isInstanceOf(IllegalStateException.class);
  }

  private static Operation operation(String payload) {
    return new LoggedOperation(0, "source", 1, "", Instant.EPOCH, payload).operation();
  }
}
