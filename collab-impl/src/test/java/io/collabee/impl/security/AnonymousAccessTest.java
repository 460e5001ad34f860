package io.collabee.impl.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.Caller;
import io.collabee.DocumentId;
import io.collabee.spi.Access;
import io.collabee.spi.AccessPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AnonymousAccessTest {
  private static final DocumentId NOTES = DocumentId.of("notes", "monday");
  private static final Caller ANN = Caller.named("ann");

  @ParameterizedTest
  @CsvSource({
    "NONE, WRITE, NONE",
    "READ, NONE, NONE",
    "READ, READ, READ",
    "READ, WRITE, READ",
    "WRITE, READ, READ",
    "WRITE, WRITE, WRITE",
    "WRITE, MANAGE, WRITE"
  })
  void whoHasNoLoginGetsTheLesserOfWhatIsConfiguredAndWhatThePolicyGives(
      Access configured, Access given, Access access) {
    AccessPolicy policy = new AnonymousAccess(configured, (caller, document) -> given);

    assertThat(policy.access(Caller.ANONYMOUS, NOTES)).isEqualTo(access);
  }

  @ParameterizedTest
  @EnumSource(Access.class)
  void whoHasALoginGetsWhatThePolicyGives(Access given) {
    AccessPolicy policy = new AnonymousAccess(Access.NONE, (caller, document) -> given);

    assertThat(policy.access(ANN, NOTES)).isEqualTo(given);
  }

  @Test
  void thePolicyIsAskedForThisCallerAndThisDocument() {
    DocumentId open = DocumentId.of("open", "monday");
    AccessPolicy policy =
        new AnonymousAccess(
            Access.WRITE,
            (caller, document) ->
                caller.isAnonymous() && document.equals(open) ? Access.READ : Access.NONE);

    assertThat(policy.access(Caller.ANONYMOUS, open)).isEqualTo(Access.READ);
    assertThat(policy.access(Caller.ANONYMOUS, NOTES)).isEqualTo(Access.NONE);
    assertThat(policy.access(ANN, open)).isEqualTo(Access.NONE);
  }

  @Test
  void whatIsAboutNoDocumentIsBoundedToo() {
    AccessPolicy manager =
        new AccessPolicy() {
          @Override
          public Access access(Caller caller, DocumentId document) {
            return Access.NONE;
          }

          @Override
          public Access overall(Caller caller) {
            return Access.MANAGE;
          }
        };
    AccessPolicy policy = new AnonymousAccess(Access.READ, manager);

    assertThat(policy.overall(ANN)).isEqualTo(Access.MANAGE);
    assertThat(policy.overall(Caller.ANONYMOUS)).isEqualTo(Access.READ);
    assertThat(new WriteForAll().overall(ANN)).isEqualTo(Access.NONE);
  }

  @Test
  void withoutAPolicyOfTheHostWhoIsLoggedInWritesAndNobodyElseMoreThanIsConfigured() {
    AccessPolicy policy = new AnonymousAccess(Access.READ, new WriteForAll());

    assertThat(policy.access(ANN, NOTES)).isEqualTo(Access.WRITE);
    assertThat(policy.access(Caller.ANONYMOUS, NOTES)).isEqualTo(Access.READ);
  }
}
