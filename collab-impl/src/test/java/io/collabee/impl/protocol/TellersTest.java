package io.collabee.impl.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class TellersTest {
  private static final Channel CHANNEL = new Channel("default", "lobby");

  private final Tellers tellers = new Tellers();

  private static PresenceMessage told(long version, boolean isGone) {
    return new PresenceMessage(CHANNEL, "src", "id", version, Optional.empty(), isGone, "{}");
  }

  private boolean tells(String teller, long version) {
    return tellers.isNews(told(version, false), teller);
  }

  private boolean takesBack(String teller, long version) {
    return tellers.isNews(told(version, true), teller);
  }

  @Test
  void whatItsOnlyTellerTakesBackIsGone() {
    assertThat(tells("a", 1)).isTrue();
    assertThat(tells("a", 2)).isTrue();

    assertThat(takesBack("a", 2)).isTrue();

    assertThat(tellers.count()).isZero();
  }

  @Test
  void whatAnotherTellsTooStays() {
    tells("a", 1);
    assertThat(tells("b", 1)).isTrue();

    assertThat(takesBack("a", 1)).isFalse();
    assertThat(takesBack("b", 1)).isTrue();

    assertThat(tellers.count()).isZero();
  }

  @Test
  void whatAnotherTellsNewerStays() {
    tells("a", 1);
    assertThat(tells("b", 2)).isTrue();

    assertThat(takesBack("a", 1)).isFalse();
    assertThat(tells("a", 1)).isFalse();
    assertThat(takesBack("b", 2)).isTrue();

    assertThat(tellers.count()).isZero();
  }

  @Test
  void whatTheClientItselfTakesBackIsGoneWhoeverElseTellsIt() {
    tells("a", 1);

    assertThat(takesBack("b", 2)).isTrue();

    assertThat(tellers.count()).isZero();
  }

  @Test
  void whatNobodyToldCanBeTakenBack() {
    assertThat(takesBack("a", 1)).isTrue();
    assertThat(tellers.count()).isZero();
  }
}
