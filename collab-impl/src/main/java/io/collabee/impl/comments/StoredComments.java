package io.collabee.impl.comments;

import io.collabee.CollabException;
import io.collabee.Comments;
import io.collabee.DocumentId;
import io.collabee.Documents;
import io.collabee.ErrorCode;
import io.collabee.Snapshot;
import io.collabee.comments.Anchor;
import io.collabee.comments.Comment;
import io.collabee.comments.CommentThread;
import io.collabee.comments.Resolution;
import io.collabee.event.Commented;
import io.collabee.impl.document.Companion;
import io.collabee.impl.document.View;
import io.collabee.impl.document.View.Content;
import io.collabee.impl.history.Past;
import io.collabee.impl.json.JsonText;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Comments in companion documents: {@code {threads: {id: thread}}} of the type {@code json0}, with
 * threads as {@link ThreadJson} has them.
 *
 * <p>Each change is an operation made of what is there now and committed only if nothing came
 * between; so what it relies on (whose comment it is, how many there are) still holds. Anchors are
 * stored at the version they were last moved to, and moved when they are asked for; those that have
 * fallen far behind are stored anew then.
 */
public final class StoredComments implements Comments {
  private static final Logger LOG = System.getLogger(StoredComments.class.getName());
  private static final String TYPE = "json0";

  /** How often is tried what others come between. */
  private static final int ATTEMPTS = 20;

  private final Parts parts;
  private final Documents companions;
  private final String user;
  private final boolean isModerator;

  /**
   * What the comments of all users share.
   *
   * @param companions may write companions; to nobody's name
   * @param told is told what was done, once it is committed; must not block
   */
  public record Parts(
      Past past,
      Documents companions,
      CommentLimits limits,
      Clock clock,
      Consumer<Commented> told) {}

  /** All comments, to nobody's name. */
  public StoredComments(Parts parts) {
    this(parts, "", false);
  }

  private StoredComments(Parts parts, String user, boolean isModerator) {
    this.parts = parts;
    this.companions = parts.companions().as(user);
    this.user = user;
    this.isModerator = isModerator;
  }

  @Override
  public Comments as(String user) {
    return new StoredComments(parts, user, false);
  }

  @Override
  public Comments asModerator(String user) {
    return new StoredComments(parts, user, true);
  }

  // Reading

  @Override
  public List<CommentThread> list(DocumentId document) {
    View now = existing(document);
    return list(now, now.version());
  }

  @Override
  public List<CommentThread> list(DocumentId document, long version) {
    View now = existing(document);
    if (version < 0) {
      throw new IllegalArgumentException("Version " + version + " is below 0");
    }
    requireNotAhead(version, now);
    return list(now, version);
  }

  private List<CommentThread> list(View now, long version) {
    List<CommentThread> stored =
        companions.read(companion(now.document())).map(StoredComments::threads).orElse(List.of());
    refreshIfFar(now, stored);
    return anchors().at(now, stored, version);
  }

  private Anchors anchors() {
    return new Anchors(parts.past());
  }

  private View existing(DocumentId document) {
    View now = parts.past().newest(document);
    if (now.content().isEmpty()) {
      throw new CollabException(ErrorCode.ERR_DOC_DOES_NOT_EXIST, "There is no such document");
    }
    return now;
  }

  private static void requireNotAhead(long version, View now) {
    if (version > now.version()) {
      throw new CollabException(
          ErrorCode.ERR_OP_VERSION_NEWER_THAN_CURRENT_SNAPSHOT,
          "Version " + version + " is ahead of the document, which is at " + now.version());
    }
  }

  private static DocumentId companion(DocumentId document) {
    if (Companion.is(document)) {
      throw malformed("Comments have no comments");
    }
    return Companion.of(document)
        .orElseThrow(() -> malformed("The name of the collection is too long for comments"));
  }

  /** In the order in which they were started. */
  private static List<CommentThread> threads(Snapshot companion) {
    List<CommentThread> threads = new ArrayList<>();
    stored(companion)
        .forEach((id, thread) -> threads.add(ThreadJson.read(id, thread.asJsonObject())));
    threads.sort(
        Comparator.<CommentThread, Instant>comparing(thread -> thread.comments().get(0).time())
            .thenComparing(CommentThread::id));
    return threads;
  }

  private static JsonObject stored(Snapshot companion) {
    return companion.data().asJsonObject().getJsonObject("threads");
  }

  /** Stores anchors anew that are far behind, so that nobody has to go so far again. */
  private void refreshIfFar(View now, List<CommentThread> threads) {
    if (!isFar(threads, now)) {
      return;
    }
    try {
      var unused =
          parts
              .companions()
              .edit(
                  companion(now.document()),
                  companion -> edit(refreshed(now, threads(companion), new ThreadEdit())));
    } catch (CollabException e) {
      LOG.log(Level.DEBUG, "Anchors of {0} are not stored anew: {1}", now.document(), e.code());
    }
  }

  private static boolean isFar(List<CommentThread> threads, View now) {
    return Anchors.isFar(threads, now.version(), 2);
  }

  private ThreadEdit refreshed(View now, List<CommentThread> threads, ThreadEdit edit) {
    if (isFar(threads, now)) {
      Map<String, CommentThread> moved = new HashMap<>();
      anchors().at(now, threads, now.version()).forEach(thread -> moved.put(thread.id(), thread));
      for (CommentThread thread : threads) {
        CommentThread there = moved.get(thread.id());
        if (there == null) {
          edit.remove(thread);
        } else {
          edit.replace(thread, there.anchor());
        }
      }
    }
    return edit;
  }

  private static Optional<JsonValue> edit(ThreadEdit edit) {
    return edit.isEmpty() ? Optional.empty() : Optional.of(edit.json());
  }

  // Starting

  @Override
  public CommentThread start(DocumentId document, String thread, Anchor anchor, String text) {
    requireId(thread);
    requireText(text);
    View now = existing(document);
    requireNotAhead(anchor.version(), now);
    Deque<CommentThread> found = new ArrayDeque<>();
    boolean isNew =
        editCreated(
            companion(document),
            companion -> {
              JsonObject before = stored(companion).getJsonObject(thread);
              if (before != null) {
                found.push(ThreadJson.read(thread, before));
                return Optional.empty();
              }
              // Quoted only now: what is redacted or purged since makes the version another.
              found.push(started(document, thread, anchor, text));
              return Optional.of(starting(now, threads(companion), found.getFirst()).json());
            });
    if (!isNew) {
      requireOwn(found.getFirst().comments().get(0), ErrorCode.ERR_COMMENT_ALREADY_EXISTS);
      return placed(now, found.getFirst());
    }
    CommentThread placed = placed(now, found.getFirst());
    tell(Commented.Kind.STARTED, document, placed, thread, placed.comments().get(0).time());
    return placed;
  }

  private CommentThread started(DocumentId document, String thread, Anchor anchor, String text) {
    Content<?> content =
        parts
            .past()
            .at(document, anchor.version())
            .content()
            .orElseThrow(() -> malformed("At that version the document did not exist"));
    if (anchor instanceof Anchor.Gone || !new Moving<>(content.type()).understands(anchor)) {
      throw malformed("A document of this type has no such places");
    }
    String quote = Quote.of(anchor, content);
    return new CommentThread(
        thread, anchor, quote, Optional.empty(), List.of(comment(thread, text, now())));
  }

  private ThreadEdit starting(View now, List<CommentThread> others, CommentThread started) {
    if (others.size() >= parts.limits().threads()) {
      throw limit("The document has " + others.size() + " threads");
    }
    return refreshed(now, others, new ThreadEdit()).add(started);
  }

  /** The thread with its anchor at the newest version. */
  private CommentThread placed(View now, CommentThread thread) {
    return anchors().at(now, List.of(thread), now.version()).stream().findFirst().orElse(thread);
  }

  /** Whether there was something to edit. */
  private boolean editCreated(DocumentId companion, Function<Snapshot, Optional<JsonValue>> edit) {
    createUnlessExists(companion);
    try {
      return companions.edit(companion, edit).isPresent();
    } catch (CollabException e) {
      if (e.code() != ErrorCode.ERR_DOC_DOES_NOT_EXIST) {
        throw e;
      }
      // It was the former document's, and was deleted just then.
      createUnlessExists(companion);
      return companions.edit(companion, edit).isPresent();
    }
  }

  private void createUnlessExists(DocumentId companion) {
    if (companions.read(companion).isPresent()) {
      return;
    }
    JsonObject empty =
        JsonText.values().createObjectBuilder().add("threads", JsonValue.EMPTY_JSON_OBJECT).build();
    try {
      companions.create(companion, TYPE, empty);
    } catch (CollabException e) {
      if (e.code() != ErrorCode.ERR_DOC_ALREADY_CREATED) {
        throw e;
      }
    }
  }

  // Changing

  @Override
  public CommentThread reply(DocumentId document, String thread, String comment, String text) {
    requireId(comment);
    requireText(text);
    return change(
        document,
        thread,
        comment,
        Commented.Kind.REPLIED,
        (before, time) -> {
          Optional<Comment> known = before.comment(comment);
          if (known.isPresent()) {
            requireOwn(known.get(), ErrorCode.ERR_COMMENT_ALREADY_EXISTS);
            return before;
          }
          if (before.comments().size() >= parts.limits().comments()) {
            throw limit("The thread has " + before.comments().size() + " comments");
          }
          List<Comment> comments = new ArrayList<>(before.comments());
          comments.add(comment(comment, text, time));
          return with(before, Optional.empty(), comments);
        });
  }

  @Override
  public CommentThread edit(DocumentId document, String thread, String comment, String text) {
    requireText(text);
    return change(
        document,
        thread,
        comment,
        Commented.Kind.EDITED,
        (before, time) ->
            replaced(
                before,
                comment,
                old -> {
                  if (old.isDeleted()) {
                    throw noComment();
                  }
                  return old.text().equals(text)
                      ? old
                      : new Comment(
                          old.id(), old.author(), old.time(), Optional.of(time), false, text);
                }));
  }

  @Override
  public CommentThread delete(DocumentId document, String thread, String comment) {
    return change(
        document,
        thread,
        comment,
        Commented.Kind.DELETED,
        (before, time) ->
            replaced(
                before,
                comment,
                old ->
                    new Comment(old.id(), old.author(), old.time(), Optional.empty(), true, "")));
  }

  private CommentThread replaced(
      CommentThread thread, String comment, UnaryOperator<Comment> change) {
    Comment old = thread.comment(comment).orElseThrow(StoredComments::noComment);
    if (!isModerator) {
      requireOwn(old, ErrorCode.ERR_COMMENT_FORBIDDEN);
    }
    List<Comment> comments = new ArrayList<>(thread.comments());
    comments.set(comments.indexOf(old), change.apply(old));
    return with(thread, thread.resolution(), comments);
  }

  @Override
  public CommentThread resolve(DocumentId document, String thread) {
    return change(
        document,
        thread,
        thread,
        Commented.Kind.RESOLVED,
        (before, time) ->
            before.isResolved()
                ? before
                : with(before, Optional.of(new Resolution(user, time)), before.comments()));
  }

  @Override
  public CommentThread reopen(DocumentId document, String thread) {
    return change(
        document,
        thread,
        thread,
        Commented.Kind.REOPENED,
        (before, time) -> with(before, Optional.empty(), before.comments()));
  }

  /** What becomes of a thread. */
  private interface Change {
    /** The thread afterwards; an equal one if there is nothing to do. */
    CommentThread of(CommentThread before, Instant time);
  }

  private CommentThread change(
      DocumentId document, String thread, String comment, Commented.Kind kind, Change change) {
    View now = existing(document);
    Instant time = now();
    Deque<CommentThread> after = new ArrayDeque<>();
    Function<Snapshot, Optional<JsonValue>> edit =
        companion -> {
          CommentThread before = thread(companion, thread);
          after.push(change.of(before, time));
          return edit(new ThreadEdit().change(before, after.getFirst()));
        };
    boolean isNews;
    try {
      isNews = companions.edit(companion(document), edit).isPresent();
    } catch (CollabException e) {
      throw e.code() == ErrorCode.ERR_DOC_DOES_NOT_EXIST ? noThread() : e;
    }
    CommentThread placed = placed(now, after.getFirst());
    if (isNews) {
      tell(kind, document, placed, comment, time);
    }
    return placed;
  }

  private static CommentThread thread(Snapshot companion, String thread) {
    if (stored(companion).get(thread) instanceof JsonObject found) {
      return ThreadJson.read(thread, found);
    }
    throw noThread();
  }

  private static CommentThread with(
      CommentThread thread, Optional<Resolution> resolution, List<Comment> comments) {
    return new CommentThread(thread.id(), thread.anchor(), thread.quote(), resolution, comments);
  }

  private Comment comment(String id, String text, Instant time) {
    return new Comment(id, user, time, Optional.empty(), false, text);
  }

  private Instant now() {
    return parts.clock().instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private void tell(
      Commented.Kind kind,
      DocumentId document,
      CommentThread thread,
      String comment,
      Instant time) {
    parts.told().accept(new Commented(kind, document, thread, comment, user, time));
  }

  // Ending

  /**
   * Deletes the comments of a document that was deleted; harmless if it has none. If it has been
   * made anew meanwhile, those of the new one stay.
   */
  public void forget(DocumentId document) {
    Optional<DocumentId> companion = Companion.of(document);
    for (int attempt = 0; companion.isPresent() && attempt < ATTEMPTS; attempt++) {
      // Before the document, so that what is said about a new one makes the version another.
      Optional<Snapshot> stored = companions.read(companion.get());
      if (stored.isEmpty() || forget(parts.past().newest(document), stored.get())) {
        return;
      }
    }
  }

  /** Whether there is nothing more to do. */
  private boolean forget(View now, Snapshot companion) {
    if (now.content().isPresent()) {
      forgetFormer(now, companion.document());
      return true;
    }
    // Another node may have made it anew, which this one has not heard of.
    if (threads(companion).stream().anyMatch(thread -> thread.anchor().version() > now.version())) {
      return true;
    }
    try {
      companions.delete(companion.document(), companion.version());
      return true;
    } catch (CollabException e) {
      if (e.code() == ErrorCode.ERR_VERSION_CONFLICT) {
        return false;
      }
      if (e.code() == ErrorCode.ERR_DOC_DOES_NOT_EXIST) {
        return true;
      }
      throw e;
    }
  }

  /** Removes the threads about what the document was before it was deleted. */
  private void forgetFormer(View now, DocumentId companion) {
    try {
      var unused =
          companions.edit(
              companion,
              stored -> {
                List<CommentThread> threads = threads(stored);
                Set<String> present = new HashSet<>();
                anchors().at(now, threads, now.version()).forEach(t -> present.add(t.id()));
                ThreadEdit edit = new ThreadEdit();
                threads.stream().filter(t -> !present.contains(t.id())).forEach(edit::remove);
                return edit(edit);
              });
    } catch (CollabException e) {
      if (e.code() != ErrorCode.ERR_DOC_DOES_NOT_EXIST) {
        throw e;
      }
    }
  }

  // Checks

  private void requireOwn(Comment comment, ErrorCode code) {
    boolean isOwn = comment.author().equals(user);
    if (code == ErrorCode.ERR_COMMENT_FORBIDDEN && user.isEmpty()) {
      isOwn = false;
    }
    if (!isOwn) {
      throw new CollabException(code, "The comment is somebody else's");
    }
  }

  private static void requireId(String id) {
    if (!CommentIds.isGood(id)) {
      throw malformed("No id of a comment: 1 to 64 letters, digits, - and _, first no - or _");
    }
  }

  private void requireText(String text) {
    if (text.isBlank()) {
      throw malformed("A comment says something");
    }
    if (text.length() > parts.limits().length()) {
      throw new CollabException(
          ErrorCode.ERR_LIMIT_EXCEEDED,
          "The comment has "
              + text.length()
              + " characters, allowed are "
              + parts.limits().length());
    }
    if (text.codePoints().anyMatch(point -> Character.getType(point) == Character.SURROGATE)) {
      throw malformed("The comment has half a character");
    }
  }

  private static CollabException limit(String fact) {
    return new CollabException(ErrorCode.ERR_LIMIT_EXCEEDED, fact + ", which is the limit");
  }

  private static CollabException noThread() {
    return new CollabException(ErrorCode.ERR_COMMENT_DOES_NOT_EXIST, "There is no such thread");
  }

  private static CollabException noComment() {
    return new CollabException(ErrorCode.ERR_COMMENT_DOES_NOT_EXIST, "There is no such comment");
  }

  private static CollabException malformed(String why) {
    return new CollabException(ErrorCode.ERR_MESSAGE_BADLY_FORMED, why);
  }
}
