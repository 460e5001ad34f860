package io.collabee.impl.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.DocumentId;
import io.collabee.impl.json.JsonText;
import io.collabee.spi.Access;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that no decent client sends: a database would stumble over what some of them say. */
class OddRequestsTest {
  private final RestFixture rest = new RestFixture();

  @BeforeEach
  void start() {
    rest.allow("ann", Access.MANAGE);
    rest.documents().create(DocumentId.of("notes", "n"), "text-unicode", JsonText.parse("\"one\""));
  }

  @AfterEach
  void stop() {
    rest.close();
  }

  private FakeExchange get(String path) {
    return new FakeExchange("ann", "GET", "documents/" + path, Map.of(), "").at(rest.servlet());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "notes?prefix=%00",
        "notes?after=a%00",
        "notes?type=%0a",
        "notes%00?limit=1",
        "notes?modifiedSince=%2B999999999-12-31T23:59:59Z",
        "notes?modifiedSince=-999999999-01-01T00:00:00Z",
        "notes/n/versions?at=%2B10000-01-01T00:00:00Z",
        "notes/n/versions?at=0000-12-31T23:59:59Z",
        "notes/n/versions/9223372036854775808",
        "notes/n/versions/-1",
      })
  void whatNoDatabaseHasIsRefusedBeforeItIsAsked(String path) {
    FakeExchange answer = get(path);

    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.body()).contains("ERR_MESSAGE_BADLY_FORMED");
  }

  @Test
  void theLargestVersionIsAheadOfTheDocument() {
    assertThat(get("notes/n/versions/9223372036854775807").body())
        .contains("9223372036854775807 is ahead of the document, which is at 1");
    assertThat(get("notes/n/versions/9223372036854775806").body()).contains("which is at 1");
  }

  @Test
  void pagesOfOperationsEndWhereNumbersDo() {
    assertThat(get("notes/n/operations?from=9223372036854775807").body())
        .isEqualTo("{\"operations\":[]}");
    assertThat(get("notes/n/operations?from=9223372036854775806&limit=2").body())
        .isEqualTo("{\"operations\":[]}");
  }

  @Test
  void beforeItWasCreatedADocumentWasNotThere() {
    assertThat(get("notes/n/versions?at=0001-01-01T00:00:00Z").status()).isEqualTo(404);
    assertThat(get("notes/n/versions?at=1960-01-01T00:00:00Z").status()).isEqualTo(404);
    assertThat(get("notes/n/versions?at=9999-12-31T23:59:59.999Z").status()).isEqualTo(200);
  }
}
