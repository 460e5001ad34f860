package io.collabee.impl.protocol;

import io.collabee.CollabException;
import io.collabee.DocumentId;
import io.collabee.ErrorCode;
import io.collabee.impl.document.Committed;
import io.collabee.impl.document.DocumentService;
import io.collabee.impl.document.DocumentService.Answer;
import io.collabee.impl.document.View;
import io.collabee.spi.Access;
import jakarta.json.JsonObject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What one connection reads: contents, operations, and the documents it follows. Requests come from
 * one thread at a time; answers from any.
 */
final class Reading {
  private static final Logger LOG = System.getLogger(Reading.class.getName());

  private final DocumentService documents;
  private final Guard guard;
  private final Standing standing;
  private final Peer peer;
  private final int maxOpen;
  private final Pacing pacing;
  private final Map<DocumentId, Subscription> subscriptions = new ConcurrentHashMap<>();
  private final Map<DocumentId, Long> headsTold = new ConcurrentHashMap<>();
  private volatile boolean closed;

  Reading(
      DocumentService documents, Guard guard, Standing standing, Peer peer, SessionLimits limits) {
    this.documents = documents;
    this.guard = guard;
    this.standing = standing;
    this.peer = peer;
    this.maxOpen = limits.openDocuments();
    this.pacing = new Pacing(peer, limits.waitingReads());
  }

  // Requests

  void fetch(Request.Fetch request, JsonObject message) {
    fetch(request.document(), request.version(), new ReplyForm.Single("f", message));
  }

  void subscribe(Request.Subscribe request, JsonObject message) {
    subscribe(request.document(), request.version(), new ReplyForm.Single("s", message));
  }

  void unsubscribe(DocumentId document) {
    leave(document);
    peer.reply(Messages.done("u", document));
  }

  void unsubscribe(Request.BulkUnsubscribe request) {
    request.documents().forEach(this::leave);
    peer.reply(Messages.done("bu", request.collection(), request.documents()));
  }

  private void leave(DocumentId document) {
    standing.forget(document);
    end(document);
  }

  void bulk(Request.Bulk request) {
    Map<DocumentId, OptionalLong> wanted = request.wanted();
    if (wanted.isEmpty()) {
      peer.reply(Messages.done(request.action(), request.collection(), List.of()));
    }
    wanted.forEach((document, version) -> bulk(request, document, version));
  }

  private void bulk(Request.Bulk request, DocumentId document, OptionalLong version) {
    ReplyForm form = new ReplyForm.OneOfBulk(request.action(), version.orElse(0));
    if (request.subscribe()) {
      subscribe(document, version, form);
    } else {
      fetch(document, version, form);
    }
  }

  void content(Request.ContentAtVersion request, JsonObject message) {
    guard.requireRead(request.document());
    pacing.run(
        end -> {
          Answer<View> answer =
              answer(
                  request.document(),
                  view -> Messages.old("nf", request.id(), view),
                  reason -> Messages.error(message, reason),
                  end);
          if (request.version().isPresent()) {
            documents.read(request.document(), request.version().getAsLong(), answer);
          } else {
            documents.read(request.document(), answer);
          }
        });
  }

  void content(Request.ContentAtTime request, JsonObject message) {
    guard.requireRead(request.document());
    pacing.run(
        end -> {
          Answer<View> answer =
              answer(
                  request.document(),
                  view -> Messages.old("nt", request.id(), view),
                  reason -> Messages.error(message, reason),
                  end);
          if (request.time().isPresent()) {
            documents.read(request.document(), request.time().get(), answer);
          } else {
            documents.read(request.document(), answer);
          }
        });
  }

  // Fetching

  private void fetch(DocumentId document, OptionalLong version, ReplyForm form) {
    try {
      guard.requireRead(document);
    } catch (CollabException e) {
      peer.reply(form.failed(document, e));
      return;
    }
    pacing.run(
        end -> {
          if (version.isPresent()) {
            documents.operations(
                document, version.getAsLong(), Long.MAX_VALUE, operations(document, form, end));
          } else {
            documents.read(
                document,
                answer(document, form::content, reason -> form.failed(document, reason), end));
          }
        });
  }

  private Answer<List<Committed>> operations(DocumentId document, ReplyForm form, Runnable end) {
    return Answer.of(
        operations ->
            write(
                document,
                () -> {
                  operations.forEach(
                      operation -> peer.content(Subscription.frame(document, operation)));
                  peer.content(form.done(document));
                },
                reason -> peer.content(form.failed(document, reason)),
                end),
        reason -> {
          peer.content(form.failed(document, reason));
          end.run();
        });
  }

  // Following

  private void subscribe(DocumentId document, OptionalLong version, ReplyForm form) {
    Subscription subscription;
    try {
      // Who comes back to a document would take a refusal for the last word.
      Access access =
          version.isPresent() ? guard.requireReadAgain(document) : guard.requireRead(document);
      subscription = open(document, access);
    } catch (CollabException e) {
      refuseToFollow(document, form, e);
      return;
    }
    if (version.isPresent()) {
      subscribeFrom(subscription, version.getAsLong(), form);
    } else {
      subscribeToContent(subscription, form);
    }
  }

  private void refuseToFollow(DocumentId document, ReplyForm form, CollabException reason) {
    end(document);
    if (reason.code() == ErrorCode.ERR_READ_FORBIDDEN) {
      standing.wouldFollow(document);
    } else {
      standing.forget(document);
    }
    if (reason.code().isRetryable()) {
      peer.close(CloseReason.UNAVAILABLE);
    } else {
      peer.reply(form.failed(document, reason));
    }
  }

  private void subscribeFrom(Subscription subscription, long version, ReplyForm form) {
    DocumentId document = subscription.document();
    pacing.run(
        end -> {
          subscription.begin(
              version,
              () -> {
                peer.content(form.done(document));
                end.run();
              });
          if (subscription.isEnded()) {
            return;
          }
          follow(
              subscription,
              version,
              reason -> {
                if (drop(subscription)) {
                  refuse(form, document, reason);
                }
                end.run();
              });
        });
  }

  private void subscribeToContent(Subscription subscription, ReplyForm form) {
    DocumentId document = subscription.document();
    Failure failure =
        reason -> {
          drop(subscription);
          refuse(form, document, reason);
        };
    pacing.run(
        end ->
            documents.read(
                document,
                Answer.of(
                    view ->
                        write(
                            document,
                            () -> {
                              peer.content(form.content(view));
                              followOn(subscription, view.version());
                            },
                            failure,
                            end),
                    reason -> {
                      failure.told(reason);
                      end.run();
                    })));
  }

  /** Forgets a subscription that could not begin; false if it has begun or ended. */
  private boolean drop(Subscription subscription) {
    subscriptions.remove(subscription.document(), subscription);
    return subscription.abandon();
  }

  /** A client does not ask again for what is refused, so a passing trouble closes the socket. */
  private void refuse(ReplyForm form, DocumentId document, CollabException reason) {
    if (reason.code().isRetryable()) {
      peer.close(CloseReason.UNAVAILABLE);
    } else {
      peer.content(form.failed(document, reason));
    }
  }

  /** Follows from the content that the client has just been sent. */
  private void followOn(Subscription subscription, long version) {
    if (subscription.isEnded()) {
      return;
    }
    subscription.begin(version, () -> {});
    follow(
        subscription,
        version,
        // It has its answer, so all that is left to say is goodbye.
        reason ->
            peer.close(reason.code().isRetryable() ? CloseReason.UNAVAILABLE : CloseReason.FAULT));
  }

  private void follow(Subscription subscription, long version, Failure failure) {
    subscription.follows(
        documents.follow(
            subscription.document(),
            version,
            subscription,
            Answer.of(subscription::caughtUp, failure::told)));
  }

  private Subscription open(DocumentId document, Access access) {
    if (!subscriptions.containsKey(document) && subscriptions.size() >= maxOpen) {
      throw new CollabException(
          ErrorCode.ERR_LIMIT_EXCEEDED,
          "The connection is subscribed to " + maxOpen + " documents, which is the limit");
    }
    Subscription subscription = new Subscription(document, peer);
    Subscription former = subscriptions.put(document, subscription);
    if (former != null) {
      former.end();
    }
    headsTold.remove(document);
    standing.follows(document, access);
    // What has changed since the policy was asked was told when there was nothing to cut off.
    if (!guard.recall(document).includes(Access.READ)) {
      throw Guard.readForbidden();
    }
    if (closed) {
      end(document);
    }
    return subscription;
  }

  /** Sends nothing more of a document, whatever the client was to get. */
  void cutOff(DocumentId document) {
    end(document);
  }

  private void end(DocumentId document) {
    Subscription subscription = subscriptions.remove(document);
    if (subscription != null) {
      subscription.end();
    }
    headsTold.remove(document);
  }

  /** The subscription to a document, if there is one. */
  @Nullable Subscription subscription(DocumentId document) {
    return subscriptions.get(document);
  }

  /** The versions that the client should have, of those documents where it is news. */
  Map<DocumentId, Long> newHeads() {
    Map<DocumentId, Long> heads = new TreeMap<>();
    subscriptions.forEach(
        (document, subscription) -> {
          OptionalLong head = subscription.head();
          if (head.isPresent()) {
            Long told = headsTold.put(document, head.getAsLong());
            if (told == null || told != head.getAsLong()) {
              heads.put(document, head.getAsLong());
            }
          }
        });
    return heads;
  }

  void roomMade() {
    pacing.roomMade();
  }

  void close() {
    closed = true;
    List.copyOf(subscriptions.keySet()).forEach(this::end);
  }

  // Writing

  private interface Failure {
    void told(CollabException reason);
  }

  private interface Text<T> {
    String of(T value);
  }

  private Answer<View> answer(
      DocumentId document, Text<View> content, Text<CollabException> failure, Runnable end) {
    return Answer.of(
        view ->
            write(
                document,
                () -> peer.content(content.of(view)),
                reason -> peer.content(failure.of(reason)),
                end),
        reason -> {
          peer.content(failure.of(reason));
          end.run();
        });
  }

  /** Writes an answer, unless the leave to read was withdrawn while it was prepared. */
  private void write(DocumentId document, Runnable writing, Failure failure, Runnable end) {
    try {
      if (guard.mayStillRead(document)) {
        writing.run();
      } else {
        failure.told(Guard.readForbidden());
      }
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "An answer could not be written", e);
      failure.told(new CollabException(ErrorCode.ERR_UNKNOWN_ERROR, "Internal error"));
    } finally {
      end.run();
    }
  }
}
