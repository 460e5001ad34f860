package io.collabee.impl.protocol;

import io.collabee.CollabException;
import io.collabee.DocumentId;
import io.collabee.ErrorCode;
import io.collabee.event.AccessChanged;
import io.collabee.event.Audited;
import io.collabee.impl.document.Companion;
import io.collabee.impl.security.AuditTrail;
import io.collabee.impl.security.Login;
import io.collabee.spi.Access;
import io.collabee.spi.AccessPolicy;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Asks the host's policy what this connection's caller may do, and remembers the answers for a
 * while.
 *
 * <p>One question is under way at a time, so that the answer learned last is the newest; and an
 * answer during whose question somebody said that it may be another is asked for again.
 * Thread-safe.
 */
final class Guard {
  private static final Logger LOG = System.getLogger(Guard.class.getName());

  /** More answers than this are not kept beyond their time, nor more refusals counted. */
  private static final int LIMIT = 4_096;

  /** How often a question is asked again because something changed meanwhile. */
  private static final int ATTEMPTS = 10;

  private final Supplier<Login> login;
  private final AccessPolicy policy;
  private final long memory;
  private final AuditTrail audit;
  private final LongSupplier nanoTime;
  private final Map<DocumentId, Answer> answers = new ConcurrentHashMap<>();
  private final Set<Refusal> refusals = ConcurrentHashMap.newKeySet();
  private final AtomicLong changes = new AtomicLong();
  private volatile Listener listener = (document, access) -> {};

  /**
   * @param login whoever it is by now; a renewed one may bring other roles
   * @param memory for how long an answer is good
   * @param audit is told what was refused
   */
  Guard(
      Supplier<Login> login,
      AccessPolicy policy,
      Duration memory,
      AuditTrail audit,
      LongSupplier nanoTime) {
    this.login = login;
    this.policy = policy;
    this.memory = memory.toNanos();
    this.audit = audit;
    this.nanoTime = nanoTime;
  }

  /** Is told every answer of the policy. */
  interface Listener {
    /** The newest answer about a document; one is told at a time. Must not block. */
    void learned(DocumentId document, Access access);
  }

  private record Answer(Access access, long at) {}

  private record Refusal(DocumentId document, Access wanted) {}

  void observe(Listener whoever) {
    listener = whoever;
  }

  /**
   * What the caller may do.
   *
   * @throws CollabException {@link ErrorCode#ERR_UNAVAILABLE} if the policy fails
   */
  Access access(DocumentId document) {
    Answer known = answers.get(document);
    return known != null && isGood(known) ? known.access() : ask(document);
  }

  private boolean isGood(Answer answer) {
    return nanoTime.getAsLong() - answer.at() < memory;
  }

  private synchronized Access ask(DocumentId document) {
    Answer known = answers.get(document);
    // Another thread may have asked while this one waited.
    return known != null && isGood(known) ? known.access() : learn(document, askAnew(document));
  }

  /**
   * Has the listener told the newest answer again; the policy is asked only if it may be another
   * now.
   *
   * @throws CollabException as {@link #access}
   */
  synchronized Access recall(DocumentId document) {
    Answer known = answers.get(document);
    return learn(document, known != null ? known.access() : askAnew(document));
  }

  private Access learn(DocumentId document, Access access) {
    listener.learned(document, access);
    return access;
  }

  private Access askAnew(DocumentId document) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      long before = changes.get();
      Answer answer = new Answer(answer(document), nanoTime.getAsLong());
      makeRoom();
      answers.put(document, answer);
      if (changes.get() == before) {
        return answer.access();
      }
      answers.remove(document, answer);
    }
    throw unknown();
  }

  private Access answer(DocumentId document) {
    Access access = null;
    try {
      access = policy.access(login.get().caller(), document);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "The access policy failed for " + document, e);
      throw unknown();
    }
    if (access == null) {
      LOG.log(Level.ERROR, "The access policy gave null for {0}", document);
      throw unknown();
    }
    return access;
  }

  private static CollabException unknown() {
    return new CollabException(ErrorCode.ERR_UNAVAILABLE, "What you may do is not known now");
  }

  private void makeRoom() {
    if (answers.size() >= LIMIT) {
      answers.values().removeIf(answer -> !isGood(answer));
    }
    if (answers.size() >= LIMIT) {
      answers.clear();
    }
  }

  /** Forgets the answers that may be others now; those being given are asked for again. */
  void forget(AccessChanged change) {
    // First this: an answer that is kept after the next line sees it.
    changes.incrementAndGet();
    answers.keySet().removeIf(document -> change.concerns(Companion.subject(document)));
  }

  /**
   * @return what the caller may do
   * @throws CollabException {@link ErrorCode#ERR_READ_FORBIDDEN}, also if the policy fails
   */
  Access requireRead(DocumentId document) {
    try {
      return requireReadAgain(document);
    } catch (CollabException e) {
      throw readForbidden();
    }
  }

  private boolean mayRead(DocumentId document) {
    try {
      return isAllowed(Access.READ, access(document), document);
    } catch (CollabException e) {
      return false;
    }
  }

  /**
   * For a caller who has read the document before.
   *
   * @return what the caller may do
   * @throws CollabException {@link ErrorCode#ERR_READ_FORBIDDEN}, or {@link
   *     ErrorCode#ERR_UNAVAILABLE} if the policy fails
   */
  Access requireReadAgain(DocumentId document) {
    Access access = access(document);
    if (!isAllowed(Access.READ, access, document)) {
      throw readForbidden();
    }
    return access;
  }

  /**
   * Whether nothing is known against a leave to read that was given. The policy is asked only if
   * its answers may have changed since.
   */
  boolean mayStillRead(DocumentId document) {
    Answer known = answers.get(document);
    return known == null ? mayRead(document) : known.access().includes(Access.READ);
  }

  static CollabException readForbidden() {
    return new CollabException(ErrorCode.ERR_READ_FORBIDDEN, "You may not read this document");
  }

  /** Whether the newest answer that is remembered forbids to read. */
  boolean isForbidden(DocumentId document) {
    Answer known = answers.get(document);
    return known != null && !known.access().includes(Access.READ);
  }

  /**
   * @throws CollabException {@link ErrorCode#ERR_WRITE_FORBIDDEN}, or {@link
   *     ErrorCode#ERR_UNAVAILABLE} if the policy fails
   */
  void requireWrite(DocumentId document) {
    if (!isAllowed(Access.WRITE, access(document), document)) {
      throw new CollabException(ErrorCode.ERR_WRITE_FORBIDDEN, "You may not write this document");
    }
  }

  /**
   * The documents of a channel that the caller may read.
   *
   * @throws CollabException {@link ErrorCode#ERR_READ_FORBIDDEN} if it is a document's channel and
   *     there is none
   */
  Set<DocumentId> requireRead(Channel channel) {
    List<DocumentId> documents = channel.documents();
    Set<DocumentId> readable =
        documents.stream().filter(this::mayRead).collect(Collectors.toUnmodifiableSet());
    if (readable.isEmpty() && !documents.isEmpty()) {
      throw new CollabException(
          ErrorCode.ERR_READ_FORBIDDEN, "You may not read this channel's document");
    }
    return readable;
  }

  /** Those of these documents that {@linkplain #mayStillRead may still be read}. */
  Set<DocumentId> stillReadable(Set<DocumentId> documents) {
    return documents.stream().filter(this::mayStillRead).collect(Collectors.toUnmodifiableSet());
  }

  private boolean isAllowed(Access wanted, Access given, DocumentId document) {
    Refusal refusal = new Refusal(document, wanted);
    if (given.includes(wanted)) {
      refusals.remove(refusal);
      return true;
    }
    if (refusals.size() >= LIMIT) {
      refusals.clear();
    }
    if (refusals.add(refusal)) {
      audit.tell(
          Audited.Kind.REFUSED,
          AuditTrail.Subject.of(login.get()).about(document),
          wanted == Access.READ ? "May not read the document" : "May not write the document");
    }
    return false;
  }
}
