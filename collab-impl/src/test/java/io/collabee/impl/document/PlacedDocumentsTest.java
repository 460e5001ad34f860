package io.collabee.impl.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.collabee.CollabException;
import io.collabee.DocumentId;
import io.collabee.DocumentQuery;
import io.collabee.DocumentSummary;
import io.collabee.ErrorCode;
import io.collabee.Operation;
import io.collabee.impl.document.DocumentService.Answer;
import io.collabee.impl.document.DocumentService.Following;
import io.collabee.impl.document.DocumentService.MovedPresence;
import io.collabee.impl.json.JsonText;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PlacedDocumentsTest {
  private static final DocumentId HERE = new DocumentId("small", "c", "d");
  private static final DocumentId THERE = new DocumentId("large", "c", "d");
  private static final DocumentId NOWHERE = new DocumentId("lost", "c", "d");
  private static final DocumentId AWAY = new DocumentId("away", "c", "d");

  private final TestNode here = new TestNode();
  private final TestNode there = new TestNode();
  private final PlacedDocuments documents =
      new PlacedDocuments(this::place, () -> List.of(here.documents(), there.documents()));

  private LiveDocuments place(DocumentId document) {
    return switch (document.organisation()) {
      case "small" -> here.documents();
      case "large" -> there.documents();
      case "both" -> (document.id().length() == 1 ? here : there).documents();
      case "away" -> throw new CollabException(ErrorCode.ERR_STORE_UNAVAILABLE, "away");
      default -> throw new IllegalStateException("no such place");
    };
  }

  @AfterEach
  void close() {
    here.close();
    there.close();
  }

  @Test
  void aDocumentIsCommittedAndReadInItsPlace() {
    create(HERE, "a");
    create(THERE, "b");

    assertThat(here.text(HERE)).isEqualTo("\"a\"");
    assertThat(there.text(THERE)).isEqualTo("\"b\"");
    assertThat(here.read(THERE).version()).isZero();
    assertThat(there.read(HERE).version()).isZero();
    assertThat(this.<View>ask(answer -> documents.read(THERE, answer)).json()).isEqualTo("\"b\"");
    assertThat(this.<View>ask(answer -> documents.read(THERE, 1, answer)).json())
        .isEqualTo("\"b\"");
    assertThat(this.<View>ask(answer -> documents.read(THERE, Instant.MAX, answer)).version())
        .isEqualTo(1);
    assertThat(
            this.<List<Committed>>ask(
                answer -> documents.operations(THERE, 0, Long.MAX_VALUE, answer)))
        .hasSize(1);
  }

  @Test
  void documentsOfAllPlacesAreInOneList() {
    for (String id : List.of("a", "bb", "\uffee", "\ud83d\ude00", "d", "cc")) {
      create(new DocumentId("both", "c", id), "x");
    }
    DocumentQuery query = DocumentQuery.of("both", "c");

    List<String> first = listed(query, "", 4);
    List<String> second = listed(query, "d", 4);

    assertThat(first).containsExactly("a", "bb", "cc", "d");
    assertThat(second).containsExactly("\uffee", "\ud83d\ude00");
    assertThat(this.<Optional<DocumentSummary>>ask(answer -> documents.find(THERE, answer)))
        .isEmpty();
  }

  private List<String> listed(DocumentQuery query, String after, int limit) {
    return this.<List<DocumentSummary>>ask(answer -> documents.list(query, after, limit, answer))
        .stream()
        .map(each -> each.document().id())
        .toList();
  }

  @Test
  void aDocumentIsFollowedInItsPlace() {
    create(THERE, "b");
    List<Committed> told = new CopyOnWriteArrayList<>();
    CompletableFuture<Long> started = new CompletableFuture<>();

    Following following =
        documents.follow(
            THERE, 0, told::add, Answer.of(started::complete, started::completeExceptionally));
    assertThat(TestNode.get(started)).isEqualTo(1);
    TestNode.get(there.submit(THERE, "s", 1, 1, "[\"x\"]"));
    await().untilAsserted(() -> assertThat(told).hasSize(2));

    following.end();
    TestNode.get(there.submit(THERE, "s", 2, 2, "[\"y\"]"));
    assertThat(told).hasSize(2);
  }

  @Test
  void aPresenceIsMovedInItsPlace() {
    create(THERE, "b");
    TestNode.get(there.submit(THERE, "s", 1, 1, "[\"x\"]"));

    MovedPresence moved =
        ask(
            answer ->
                documents.transformPresence(
                    THERE, 1, JsonText.parse("{\"index\":1,\"length\":0}"), "other", answer));

    assertThat(moved.version()).isEqualTo(2);
  }

  @Test
  void whatAnotherNodeToldIsHeardInItsPlace() {
    create(HERE, "a");
    create(THERE, "b");
    TestNode otherNode = there.otherNode();
    TestNode.get(otherNode.submit(THERE, "s", 1, 1, "[\"x\"]"));
    List<Committed> told = Collections.synchronizedList(there.heard);

    documents.head(THERE, 2);
    documents.head(NOWHERE, 2);
    documents.committed(AWAY, List.of());

    await().until(() -> versions().contains(2L));
    assertThat(versions()).containsExactlyInAnyOrder(1L, 2L);
    assertThat(told).hasSize(1);
    otherNode.close();
  }

  private Set<Long> versions() {
    List<CompletableFuture<Set<Long>>> lanes = new CopyOnWriteArrayList<>();
    for (int i = 0; i < 4; i++) {
      lanes.add(new CompletableFuture<>());
    }
    List<CompletableFuture<Set<Long>>> unanswered = new CopyOnWriteArrayList<>(lanes);
    int count =
        documents.versions(
            each -> {
              synchronized (unanswered) {
                unanswered.remove(0).complete(new HashSet<>(each.values()));
              }
            });
    assertThat(count).isEqualTo(4);
    Set<Long> all = new HashSet<>();
    lanes.forEach(lane -> all.addAll(TestNode.get(lane)));
    return all;
  }

  @Test
  void aDocumentWithoutAPlaceFailsAloneInEveryWay() {
    create(HERE, "a");

    assertFails(NOWHERE, ErrorCode.ERR_UNKNOWN_ERROR, "does not know where the document is");
    assertFails(AWAY, ErrorCode.ERR_STORE_UNAVAILABLE, "away");

    assertThat(this.<View>ask(answer -> documents.read(HERE, answer)).version()).isEqualTo(1);
  }

  private void assertFails(DocumentId document, ErrorCode code, String message) {
    assertThatThrownBy(() -> create(document, "x"))
        .isInstanceOf(CollabException.class)
        .hasMessageContaining(message);
    List<CollabException> failures = new ArrayList<>();
    documents.read(document, failing(failures));
    documents.read(document, 1, failing(failures));
    documents.read(document, Instant.EPOCH, failing(failures));
    documents.operations(document, 0, 1, failing(failures));
    documents.follow(document, 0, told -> {}, failing(failures)).end();
    documents.transformPresence(document, 0, JsonValue.NULL, "s", failing(failures));
    assertThat(failures)
        .hasSize(6)
        .allSatisfy(e -> assertThat(e.code()).isEqualTo(code))
        .allSatisfy(e -> assertThat(e).hasMessageContaining(message));
  }

  private static <T> Answer<T> failing(List<CollabException> failures) {
    return Answer.of(given -> {}, failures::add);
  }

  private void create(DocumentId document, String text) {
    CompletableFuture<TestNode.Ack> acknowledged = new CompletableFuture<>();
    Operation create = new Operation.Create("text-unicode", JsonText.parse(JsonText.quote(text)));
    documents.submit(
        document,
        new Submission(
            "creator", 1, "ann", OptionalLong.of(0), create, TestNode.outcome(acknowledged)));
    TestNode.get(acknowledged);
  }

  private <T> T ask(Consumer<Answer<T>> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    question.accept(Answer.of(answer::complete, answer::completeExceptionally));
    return TestNode.get(answer);
  }
}
