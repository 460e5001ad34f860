package io.collabee.impl.document;

import io.collabee.CollabException;
import io.collabee.DocumentId;
import io.collabee.Operation;
import io.collabee.impl.document.DocumentService.Answer;
import io.collabee.impl.document.DocumentService.Following;
import io.collabee.impl.document.DocumentService.MovedPresence;
import io.collabee.impl.json.JsonText;
import io.collabee.impl.ot.DocumentTypes;
import io.collabee.impl.ot.TextType;
import jakarta.json.JsonValue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Live documents on a log in memory, with calls that wait. */
final class TestNode implements AutoCloseable {
  static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  static final LaneSettings SETTINGS =
      new LaneSettings(
          2, 2, 1_000, 100, 20, Duration.ofMinutes(5), 1_000, 16 << 20, Duration.ofDays(7));

  final BrittleLog log;
  final List<Committed> heard = Collections.synchronizedList(new ArrayList<>());
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final LiveDocuments documents;
  private volatile boolean withoutThreads;

  TestNode() {
    this(new BrittleLog(), SETTINGS, Clock.fixed(NOON, ZoneOffset.UTC));
  }

  TestNode(BrittleLog log, LaneSettings settings, Clock clock) {
    this(log, settings, clock, new DocumentTypes(List.of(new TextType())));
  }

  TestNode(BrittleLog log, LaneSettings settings, Clock clock, DocumentTypes types) {
    this.log = log;
    documents =
        new LiveDocuments(
            log,
            types,
            clock,
            settings,
            this::thread,
            (document, operations) -> heard.addAll(operations));
  }

  private Thread thread(Runnable task) {
    if (withoutThreads) {
      throw new IllegalStateException("No thread can be had");
    }
    Thread thread = new Thread(task, "node");
    threads.add(thread);
    return thread;
  }

  /** Whether no thread can be had from now on. */
  void withoutThreads(boolean now) {
    withoutThreads = now;
  }

  /** Takes the threads back, as a container does that stops. */
  void interrupt() {
    threads.forEach(Thread::interrupt);
  }

  LiveDocuments documents() {
    return documents;
  }

  /** Another node on the same log. */
  TestNode otherNode() {
    return new TestNode(log, SETTINGS, Clock.fixed(NOON, ZoneOffset.UTC));
  }

  record Ack(Committed committed, List<Committed> missed) {
    long version() {
      return committed.version();
    }
  }

  CompletableFuture<Ack> submit(DocumentId id, String source, long seq, long version, String op) {
    return submit(id, source, seq, version, new Operation.Edit(JsonText.parse(op)));
  }

  CompletableFuture<Ack> submit(
      DocumentId id, String source, long seq, long version, Operation operation) {
    CompletableFuture<Ack> acknowledged = new CompletableFuture<>();
    documents.submit(
        id,
        new Submission(
            source, seq, "ann", OptionalLong.of(version), operation, outcome(acknowledged)));
    return acknowledged;
  }

  static Submission.Outcome outcome(CompletableFuture<Ack> acknowledged) {
    return new Submission.Outcome() {
      @Override
      public void committed(Committed operation, List<Committed> missed) {
        acknowledged.complete(new Ack(operation, missed));
      }

      @Override
      public void refused(CollabException reason) {
        acknowledged.completeExceptionally(reason);
      }
    };
  }

  Ack create(DocumentId id, String text) {
    JsonValue data = JsonText.parse(JsonText.quote(text));
    return get(submit(id, "creator", 1, 0, new Operation.Create("text-unicode", data)));
  }

  String text(DocumentId id) {
    return read(id).json();
  }

  View read(DocumentId id) {
    return ask(answer -> documents.read(id, answer));
  }

  View read(DocumentId id, long version) {
    return ask(answer -> documents.read(id, version, answer));
  }

  List<Committed> operations(DocumentId id, long from) {
    return operations(id, from, Long.MAX_VALUE);
  }

  List<Committed> operations(DocumentId id, long from, long to) {
    return ask(answer -> documents.operations(id, from, to, answer));
  }

  MovedPresence presence(DocumentId id, long version, String presence, String source) {
    return ask(
        answer ->
            documents.transformPresence(id, version, JsonText.parse(presence), source, answer));
  }

  /** Follows, and waits until it has begun. */
  Following follow(DocumentId id, long from, List<Committed> told) {
    List<Following> following = new ArrayList<>();
    ask((Answer<Long> answer) -> following.add(documents.follow(id, from, told::add, answer)));
    return following.get(0);
  }

  private static <T> T ask(Consumer<Answer<T>> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    question.accept(Answer.of(answer::complete, answer::completeExceptionally));
    return get(answer);
  }

  /** Waits; failures come as they were thrown. */
  static <T> T get(CompletableFuture<T> future) {
    try {
      return future.orTimeout(20, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof CollabException refused) {
        throw refused;
      }
      throw e;
    }
  }

  @Override
  public void close() {
    documents.close();
  }
}
