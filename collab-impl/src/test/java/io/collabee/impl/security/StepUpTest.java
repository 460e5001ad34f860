package io.collabee.impl.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collabee.Caller;
import io.collabee.ErrorCode;
import io.collabee.impl.security.StepUp.Action;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who deletes must have proved within five minutes who he is. */
class StepUpTest {
  private static final Instant NOW = Instant.parse("2030-01-01T12:00:00Z");
  private static final Instant LONG_AGO = NOW.minusSeconds(3_600);
  private static final Instant JUST_NOW = NOW.minusSeconds(300);

  private final List<String> audited = new ArrayList<>();

  private StepUp stepUp(boolean refusesUnknown) {
    return new StepUp(
        Duration.ofMinutes(5),
        Set.of(Action.DELETE),
        refusesUnknown,
        Clock.fixed(NOW, ZoneOffset.UTC),
        (kind, subject, reason) -> audited.add(kind + " " + subject.caller() + ": " + reason));
  }

  private static Login token(Instant issued, Optional<Instant> authenticated) {
    return new Login(
        "session",
        Caller.named("ann"),
        new Credential(
            Optional.of("jti"), issued, Optional.of(NOW.plusSeconds(60)), authenticated));
  }

  @Test
  void whoWasAuthenticatedLongAgoHasToConfirmHoweverYoungHisToken() {
    StepUp stepUp = stepUp(false);

    assertThat(stepUp.isNeeded(Action.DELETE, token(JUST_NOW, Optional.of(LONG_AGO)))).isTrue();
    assertThat(stepUp.isNeeded(Action.DELETE, token(LONG_AGO, Optional.of(JUST_NOW)))).isFalse();
    assertThat(stepUp.isNeeded(Action.DELETE, token(NOW, Optional.of(JUST_NOW.minusMillis(1)))))
        .isTrue();
  }

  @Test
  void whereNobodySaysWhenThatWasTheTokensIssueCounts() {
    StepUp stepUp = stepUp(true);

    assertThat(stepUp.isNeeded(Action.DELETE, token(LONG_AGO, Optional.empty()))).isTrue();
    assertThat(stepUp.isNeeded(Action.DELETE, token(JUST_NOW, Optional.empty()))).isFalse();
  }

  @Test
  void aLoginOfTheServersOwnIsGoodUnlessThatIsNotWanted() {
    Login login = new Login("session", Caller.named("ann"), Credential.ofServer(NOW));

    assertThat(stepUp(false).isNeeded(Action.DELETE, login)).isFalse();
    assertThat(stepUp(true).isNeeded(Action.DELETE, login)).isTrue();
  }

  @Test
  void whatIsNotCriticalNeedsNothing() {
    assertThat(stepUp(true).isNeeded(Action.WRITE, token(LONG_AGO, Optional.empty()))).isFalse();
    assertThat(StepUp.NEVER.isNeeded(Action.DELETE, token(LONG_AGO, Optional.empty()))).isFalse();
  }

  @Test
  void aRefusalSaysHowYoungTheLoginHasToBeAndIsAudited() {
    StepUp stepUp = stepUp(false);

    assertThatCode(() -> stepUp.require(Action.DELETE, token(JUST_NOW, Optional.empty())))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> stepUp.require(Action.DELETE, token(LONG_AGO, Optional.empty())))
        .isInstanceOfSatisfying(
            StepUpRequired.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.ERR_STEP_UP_REQUIRED);
              assertThat(e.maxAgeSeconds()).isEqualTo(300);
            });

    assertThat(audited).containsExactly("REFUSED ann: Has to confirm the login first: delete");
  }
}
