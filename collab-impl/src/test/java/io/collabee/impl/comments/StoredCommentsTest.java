package io.collabee.impl.comments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.collabee.Caller;
import io.collabee.CollabException;
import io.collabee.Comments;
import io.collabee.DocumentId;
import io.collabee.ErrorCode;
import io.collabee.comments.Anchor;
import io.collabee.comments.Comment;
import io.collabee.comments.CommentThread;
import io.collabee.event.Commented;
import io.collabee.impl.document.InMemoryOperationLog;
import io.collabee.impl.document.LaneSettings;
import io.collabee.impl.document.LiveDocuments;
import io.collabee.impl.document.LoggedOperation;
import io.collabee.impl.document.View;
import io.collabee.impl.history.Past;
import io.collabee.impl.host.BlockingDocuments;
import io.collabee.impl.host.BlockingPast;
import io.collabee.impl.host.Watches;
import io.collabee.impl.json.JsonText;
import io.collabee.impl.ot.DocumentTypes;
import io.collabee.impl.ot.Json0Type;
import io.collabee.impl.ot.RichTextType;
import io.collabee.impl.ot.TextType;
import io.collabee.spi.Access;
import jakarta.json.JsonValue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StoredCommentsTest {
  private static final DocumentId DOCUMENT = DocumentId.of("notes", "one");
  private static final DocumentId COMPANION = DocumentId.of("collab.comments/notes", "one");
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final DeletedDocuments deleted = new DeletedDocuments(Thread::new);
  private final LiveDocuments live =
      new LiveDocuments(
          new InMemoryOperationLog(),
          new DocumentTypes(List.of(new TextType(), new RichTextType(), new Json0Type())),
          Clock.systemUTC(),
          LaneSettings.DEFAULT,
          Thread::new,
          deleted);
  private final Watches watches = new Watches(live, Thread::new);
  private final BlockingDocuments documents = new BlockingDocuments(live, watches, TIMEOUT);
  private final List<Commented> told = new CopyOnWriteArrayList<>();
  private final StoredComments comments =
      new StoredComments(
          new StoredComments.Parts(
              new BlockingPast(live, TIMEOUT),
              documents.withCompanions(),
              new CommentLimits(20, 3, 3),
              Clock.systemUTC(),
              told::add));
  private final Comments ann = comments.as("ann");
  private final Comments bob = comments.as("bob");

  @BeforeEach
  void start() {
    live.startReaders();
    deleted.attend(comments::forget);
    documents.create(DOCUMENT, "text", json("'The 😀 search is live'"));
  }

  @AfterEach
  void stop() {
    watches.close();
    live.close();
    deleted.close();
  }

  private static JsonValue json(String text) {
    return JsonText.parse(text.replace('\'', '"'));
  }

  private void edit(String op) {
    documents.edit(DOCUMENT, now -> Optional.of(json(op)));
  }

  private static void refused(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(CollabException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void aThreadSaysWhoSaidWhatAboutWhichText() {
    CommentThread thread = ann.start(DOCUMENT, "t", new Anchor.Range(1, 4, 12), "Since when?");

    assertThat(thread.anchor()).isEqualTo(new Anchor.Range(1, 4, 12));
    assertThat(thread.quote()).isEqualTo("😀 search");
    assertThat(thread.comments())
        .extracting(Comment::id, Comment::author, Comment::text, Comment::edited)
        .containsExactly(tuple("t", "ann", "Since when?", Optional.empty()));
    assertThat(comments.list(DOCUMENT)).containsExactly(thread);
  }

  @Test
  void itsAnchorMovesWithTheTextAndEachVersionHasItWhereItWas() {
    edit("['Hey. ']");
    ann.start(DOCUMENT, "t", new Anchor.Range(1, 6, 12), "Since when?");
    edit("[12, 're']");
    edit("[{'d': 5}]");

    assertThat(comments.list(DOCUMENT).get(0).anchor()).isEqualTo(new Anchor.Range(4, 6, 14));
    assertThat(comments.list(DOCUMENT, 2).get(0).anchor()).isEqualTo(new Anchor.Range(2, 11, 17));
    edit("[6, {'d': 8}]");
    assertThat(comments.list(DOCUMENT).get(0).anchor()).isEqualTo(new Anchor.Gone(5));
    assertThat(comments.list(DOCUMENT).get(0).quote()).isEqualTo("search");
  }

  @Test
  void anAnchorOfLongAgoGoesByWhatDiffersAndIsStoredAnew() {
    ann.start(DOCUMENT, "1", new Anchor.Range(1, 6, 12), "Since when?");
    ann.start(DOCUMENT, "2", new Anchor.Whole(1), "Good news");
    for (int i = 0; i < Anchors.FAR / 2; i++) {
      edit("['x']");
      edit("[{'d': 1}]");
    }
    edit("['Hey. ']");
    long companion = documents.read(COMPANION).orElseThrow().version();

    List<CommentThread> threads = comments.list(DOCUMENT);

    assertThat(threads)
        .extracting(CommentThread::anchor)
        .containsExactly(
            new Anchor.Range(Anchors.FAR + 2, 11, 17), new Anchor.Whole(Anchors.FAR + 2));
    assertThat(documents.read(COMPANION).orElseThrow().version()).isEqualTo(companion + 1);
    assertThat(comments.list(DOCUMENT)).isEqualTo(threads);
    assertThat(documents.read(COMPANION).orElseThrow().version()).isEqualTo(companion + 1);
  }

  @Test
  void manyThreadsGoByWhatDiffersSoonerAndAreStoredAnewToo() {
    int many = 500;
    Comments all =
        new StoredComments(
            new StoredComments.Parts(
                new BlockingPast(live, TIMEOUT),
                documents.withCompanions(),
                new CommentLimits(20, many, 3),
                Clock.systemUTC(),
                told::add));
    for (int i = 0; i < many; i++) {
      all.start(DOCUMENT, "t" + i, new Anchor.Range(1, 6, 12), "Since when?");
    }
    int operations = Anchors.MOST_MOVES / many / 2 * 2 + 2;
    for (int i = 0; i < operations / 2; i++) {
      // One by one, these leave nothing of what the threads are about; as a whole, all.
      edit("[{'d': 20}]");
      edit("['The 😀 search is live']");
    }
    edit("['Hey. ']");
    long companion = documents.read(COMPANION).orElseThrow().version();

    List<CommentThread> threads = all.list(DOCUMENT);

    assertThat(threads)
        .extracting(CommentThread::anchor)
        .hasSize(many)
        .containsOnly(new Anchor.Range(operations + 2, 11, 17));
    assertThat(documents.read(COMPANION).orElseThrow().version()).isEqualTo(companion + 1);
    assertThat(all.list(DOCUMENT)).isEqualTo(threads);
  }

  @Test
  void whatIsSentAgainChangesNothing() {
    for (int i = 0; i < 2; i++) {
      ann.start(DOCUMENT, "t", new Anchor.Range(1, 0, 3), "Why?");
      bob.reply(DOCUMENT, "t", "r", "Because.");
      bob.edit(DOCUMENT, "t", "r", "Because!");
      ann.resolve(DOCUMENT, "t");
    }

    assertThat(told)
        .extracting(Commented::kind, Commented::by)
        .containsExactly(
            tuple(Commented.Kind.STARTED, "ann"),
            tuple(Commented.Kind.REPLIED, "bob"),
            tuple(Commented.Kind.EDITED, "bob"),
            tuple(Commented.Kind.RESOLVED, "ann"));
    refused(
        ErrorCode.ERR_COMMENT_ALREADY_EXISTS,
        () -> bob.start(DOCUMENT, "t", new Anchor.Whole(1), "Mine"));
    refused(ErrorCode.ERR_COMMENT_ALREADY_EXISTS, () -> ann.reply(DOCUMENT, "t", "r", "Mine"));
  }

  @Test
  void anEventHasTheThreadAndWhoTakesPart() {
    ann.start(DOCUMENT, "t", new Anchor.Range(1, 0, 3), "Why?");
    bob.reply(DOCUMENT, "t", "r", "Because.");

    Commented event = told.get(1);
    assertThat(event.document()).isEqualTo(DOCUMENT);
    assertThat(event.comment()).isEqualTo("r");
    assertThat(event.thread().participants()).containsExactly("ann", "bob");
    assertThat(event.thread().comment("r").orElseThrow().text()).isEqualTo("Because.");
  }

  @Test
  void onlyOnesOwnCommentsAreChangedAndTakenBackUnlessOneModerates() {
    ann.start(DOCUMENT, "t", new Anchor.Whole(1), "Why?");
    comments.reply(DOCUMENT, "t", "n", "Said nobody");

    refused(ErrorCode.ERR_COMMENT_FORBIDDEN, () -> bob.edit(DOCUMENT, "t", "t", "No!"));
    refused(ErrorCode.ERR_COMMENT_FORBIDDEN, () -> bob.delete(DOCUMENT, "t", "t"));
    refused(ErrorCode.ERR_COMMENT_FORBIDDEN, () -> comments.delete(DOCUMENT, "t", "n"));
    comments.asModerator("bob").delete(DOCUMENT, "t", "n");

    assertThat(comments.list(DOCUMENT).get(0).comments())
        .extracting(Comment::text, Comment::isDeleted)
        .containsExactly(tuple("Why?", false), tuple("", true));
  }

  @Test
  void aThreadGoesWithItsLastComment() {
    ann.start(DOCUMENT, "t", new Anchor.Whole(1), "Why?");
    bob.reply(DOCUMENT, "t", "r", "Because.");

    ann.delete(DOCUMENT, "t", "t");
    List<CommentThread> halfWay = comments.list(DOCUMENT);
    bob.delete(DOCUMENT, "t", "r");

    assertThat(halfWay).hasSize(1);
    assertThat(halfWay.get(0).participants()).containsExactly("bob");
    assertThat(comments.list(DOCUMENT)).isEmpty();
    refused(ErrorCode.ERR_COMMENT_DOES_NOT_EXIST, () -> bob.delete(DOCUMENT, "t", "r"));
  }

  @Test
  void aResolvedThreadIsOpenAgainWhenSomebodySaysSoOrAnswers() {
    ann.start(DOCUMENT, "t", new Anchor.Whole(1), "Why?");

    CommentThread resolved = bob.resolve(DOCUMENT, "t");
    CommentThread reopened = ann.reopen(DOCUMENT, "t");
    bob.resolve(DOCUMENT, "t");
    CommentThread answered = ann.reply(DOCUMENT, "t", "r", "No.");

    assertThat(resolved.resolution().orElseThrow().by()).isEqualTo("bob");
    assertThat(reopened.isResolved()).isFalse();
    assertThat(answered.isResolved()).isFalse();
    assertThat(comments.list(DOCUMENT)).containsExactly(answered);
  }

  @Test
  void whatIsOutOfBoundsIsRefused() {
    Anchor whole = new Anchor.Whole(1);
    ann.start(DOCUMENT, "t", whole, "Why?");
    ErrorCode malformed = ErrorCode.ERR_MESSAGE_BADLY_FORMED;

    refused(malformed, () -> ann.start(DOCUMENT, "a", new Anchor.Range(1, 4, 999), "x"));
    refused(malformed, () -> ann.start(DOCUMENT, "a", new Anchor.Range(0, 0, 1), "x"));
    refused(malformed, () -> ann.start(DOCUMENT, "a", new Anchor.Gone(1), "x"));
    refused(
        malformed,
        () -> ann.start(DOCUMENT, "a", new Anchor.Path(1, json("[0]").asJsonArray()), "x"));
    refused(malformed, () -> ann.start(DOCUMENT, "__proto__", whole, "x"));
    refused(malformed, () -> ann.start(DOCUMENT, "constructor", whole, "x"));
    refused(malformed, () -> ann.start(DOCUMENT, "a", whole, " \n"));
    refused(malformed, () -> ann.start(DOCUMENT, "a", whole, "half \ud83d"));
    refused(malformed, () -> ann.start(COMPANION, "a", whole, "x"));
    refused(
        ErrorCode.ERR_OP_VERSION_NEWER_THAN_CURRENT_SNAPSHOT,
        () -> ann.start(DOCUMENT, "a", new Anchor.Whole(2), "x"));
    refused(
        ErrorCode.ERR_DOC_DOES_NOT_EXIST,
        () -> ann.start(DocumentId.of("notes", "none"), "a", new Anchor.Whole(0), "x"));
    refused(ErrorCode.ERR_LIMIT_EXCEEDED, () -> ann.start(DOCUMENT, "a", whole, "x".repeat(21)));
    refused(ErrorCode.ERR_COMMENT_DOES_NOT_EXIST, () -> ann.resolve(DOCUMENT, "a"));
  }

  @Test
  void thereAreNoMoreThreadsAndCommentsThanAllowed() {
    for (int i = 0; i < 3; i++) {
      ann.start(DOCUMENT, "t" + i, new Anchor.Whole(1), "Why?");
    }
    bob.reply(DOCUMENT, "t0", "1", "x");
    bob.reply(DOCUMENT, "t0", "2", "x");

    refused(
        ErrorCode.ERR_LIMIT_EXCEEDED, () -> ann.start(DOCUMENT, "t3", new Anchor.Whole(1), "x"));
    refused(ErrorCode.ERR_LIMIT_EXCEEDED, () -> ann.reply(DOCUMENT, "t0", "3", "x"));
  }

  @Test
  void aValueInJsonHasThreadsToo() {
    DocumentId form = DocumentId.of("forms", "one");
    documents.create(form, "json0", json("{'agenda':[{'title':'Search'}]}"));

    CommentThread thread =
        ann.start(
            form, "t", new Anchor.Path(1, json("['agenda',0,'title']").asJsonArray()), "Why?");
    documents.edit(form, 1, json("[{'p':['agenda',0],'li':{'title':'Hello'}}]"));

    assertThat(thread.quote()).isEqualTo("Search");
    assertThat(comments.list(form).get(0).anchor())
        .isEqualTo(new Anchor.Path(2, json("['agenda',1,'title']").asJsonArray()));
    refused(
        ErrorCode.ERR_MESSAGE_BADLY_FORMED,
        () -> ann.start(form, "a", new Anchor.Path(1, json("['no']").asJsonArray()), "x"));
  }

  @Test
  void commentsGoWithTheirDocument() {
    ann.start(DOCUMENT, "t", new Anchor.Range(1, 0, 3), "Why?");

    documents.delete(DOCUMENT);

    refused(ErrorCode.ERR_DOC_DOES_NOT_EXIST, () -> comments.list(DOCUMENT));
    await().untilAsserted(() -> assertThat(documents.read(COMPANION)).isEmpty());
  }

  @Test
  void aDocumentThatIsMadeAnewHasNoneOfTheFormerOnesEvenIfTheyCouldNotBeDeleted() {
    ann.start(DOCUMENT, "t", new Anchor.Range(1, 0, 3), "Why?");
    deleted.attend(document -> {});

    documents.delete(DOCUMENT);
    documents.create(DOCUMENT, "rich-text", json("{'ops':[{'insert':'New\\n'}]}"));

    assertThat(documents.read(COMPANION)).isPresent();
    assertThat(comments.list(DOCUMENT)).isEmpty();
  }

  @Test
  void whatIsSaidAboutADocumentMadeAnewStaysWhenThoseOfTheFormerAreDeletedLate() {
    ann.start(DOCUMENT, "old", new Anchor.Range(1, 0, 3), "Why?");
    deleted.attend(document -> {});
    documents.delete(DOCUMENT);
    documents.create(DOCUMENT, "text", json("'New'"));
    CommentThread started = bob.start(DOCUMENT, "new", new Anchor.Range(3, 0, 3), "What?");

    comments.forget(DOCUMENT);

    assertThat(comments.list(DOCUMENT)).containsExactly(started);
    assertThat(documents.read(COMPANION).orElseThrow().data().asJsonObject().get("threads"))
        .satisfies(threads -> assertThat(threads.asJsonObject()).containsOnlyKeys("new"));
  }

  @Test
  void whatIsSaidAboutADocumentMadeAnewJustWhenTheFormerOnesCommentsAreDeletedStays() {
    ann.start(DOCUMENT, "old", new Anchor.Range(1, 0, 3), "Why?");
    deleted.attend(document -> {});
    documents.delete(DOCUMENT);
    StoredComments late =
        new StoredComments(
            new StoredComments.Parts(
                new JustBefore(
                    new BlockingPast(live, TIMEOUT),
                    () -> {
                      documents.create(DOCUMENT, "text", json("'New'"));
                      bob.start(DOCUMENT, "new", new Anchor.Range(3, 0, 3), "What?");
                    }),
                documents.withCompanions(),
                new CommentLimits(20, 3, 3),
                Clock.systemUTC(),
                told::add));

    late.forget(DOCUMENT);

    assertThat(comments.list(DOCUMENT)).extracting(CommentThread::id).containsExactly("new");
  }

  /** Looks at the document, whereupon somebody does something before the answer is there. */
  private record JustBefore(Past past, Runnable somebody) implements Past {
    @Override
    public View newest(DocumentId document) {
      View now = past.newest(document);
      if (now.content().isEmpty()) {
        somebody.run();
      }
      return now;
    }

    @Override
    public View at(DocumentId document, long version) {
      return past.at(document, version);
    }

    @Override
    public View at(DocumentId document, Instant time) {
      return past.at(document, time);
    }

    @Override
    public List<LoggedOperation> operations(DocumentId document, long from, long to) {
      return past.operations(document, from, to);
    }
  }

  @Test
  void theHostMayNotWriteWhereCommentsAre() {
    ann.start(DOCUMENT, "t", new Anchor.Whole(1), "Why?");

    refused(ErrorCode.ERR_WRITE_FORBIDDEN, () -> documents.delete(COMPANION));
    refused(
        ErrorCode.ERR_WRITE_FORBIDDEN,
        () -> documents.as("ann").edit(COMPANION, 0, json("[{'p':['threads'],'od':1}]")));
    assertThat(documents.read(COMPANION)).isPresent();
  }

  @Test
  void whoMayReadADocumentMayReadItsCommentsAndNobodyMayWriteThem() {
    CompanionAccess access =
        new CompanionAccess(
            (caller, document) ->
                document.equals(DOCUMENT) && caller.name().equals("ann")
                    ? Access.MANAGE
                    : Access.NONE);

    assertThat(access.access(Caller.named("ann"), DOCUMENT)).isEqualTo(Access.MANAGE);
    assertThat(access.access(Caller.named("ann"), COMPANION)).isEqualTo(Access.READ);
    assertThat(access.access(Caller.named("eve"), COMPANION)).isEqualTo(Access.NONE);
    assertThat(
            access.access(
                Caller.named("ann"), DocumentId.of("collab.comments/collab.comments/notes", "one")))
        .isEqualTo(Access.READ);
  }
}
