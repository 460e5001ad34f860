package io.collabee.impl.keeping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collabee.impl.keeping.RetentionPolicies.Rule;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetentionPoliciesTest {
  @Test
  void theFirstPatternThatFitsHolds() {
    RetentionPolicies policies =
        RetentionPolicies.parse(
            "notes=thin P30D drop P365D; chat-*=drop P90D ; *-chat-*=keep;*=thin PT12H");

    assertThat(policies.of("notes"))
        .contains(
            new Rule("notes", Optional.of(Duration.ofDays(30)), Optional.of(Duration.ofDays(365))));
    assertThat(policies.of("chat-of-ann").orElseThrow().drop()).contains(Duration.ofDays(90));
    assertThat(policies.of("my-chat-room"))
        .contains(new Rule("*-chat-*", Optional.empty(), Optional.empty()));
    assertThat(policies.of("notes2").orElseThrow().thin()).contains(Duration.ofHours(12));
  }

  @Test
  void withoutAPatternThatFitsThereIsNoRule() {
    assertThat(RetentionPolicies.parse("notes=drop P1D").of("others")).isEmpty();
    assertThat(RetentionPolicies.parse("").of("notes")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "aa*a,aaa,true",
    "aa*a,aa,false",
    "a*b*c,a-b-c,true",
    "a*b*c,a-c-b,false",
    "*,anything,true",
    "a=b*,a=b-c,true"
  })
  void aStarIsAnyCharacters(String pattern, String collection, boolean fits) {
    assertThat(RetentionPolicies.parse(pattern + "=keep").of(collection).isPresent())
        .isEqualTo(fits);
  }

  @ParameterizedTest
  @CsvSource({
    "notes,has no collection",
    "=keep,has no collection",
    "notes=,has no age",
    "notes=thin,has no age",
    "notes=thin 30,is no age",
    "notes=thin -P1D,is not above 0",
    "notes=drop PT0S,is not above 0",
    "notes=burn P1D,none of keep"
  })
  void whatIsNoPolicyIsRefused(String text, String why) {
    assertThatThrownBy(() -> RetentionPolicies.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }
}
