package io.collabee.impl.host;

import io.collabee.event.Audited;
import io.collabee.impl.json.JsonText;
import io.collabee.impl.security.AuditTrail;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Writes security events to their log, and tells the host of them. */
public final class AuditEvents implements AuditTrail, AutoCloseable {
  /** Operators know it by this name. */
  private static final Logger AUDIT = System.getLogger("io.collabee.audit");

  private static final Logger LOG = System.getLogger(AuditEvents.class.getName());
  private static final int WAITING_LIMIT = 10_000;
  private static final long IDLE_SECONDS = 10;
  private static final long LAST_SECONDS = 2;

  /** What JSON leaves in a string and some reader of logs may take for the end of a line. */
  private static final Pattern LINE_ENDS = Pattern.compile("[\\x7f-\\x9f\\u2028\\u2029]");

  private final Optional<Consumer<Audited>> observers;
  private final Clock clock;
  private final ThreadPoolExecutor thread;
  private final AtomicBoolean isBehind = new AtomicBoolean();

  /**
   * Events for these observers.
   *
   * @param observers may block; what they throw is logged; empty if there are none
   */
  public AuditEvents(Optional<Consumer<Audited>> observers, Clock clock, ThreadFactory threads) {
    this(observers, clock, threads, WAITING_LIMIT);
  }

  AuditEvents(
      Optional<Consumer<Audited>> observers, Clock clock, ThreadFactory threads, int waiting) {
    this.observers = observers;
    this.clock = clock;
    this.thread =
        new ThreadPoolExecutor(
            1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(waiting), threads);
    thread.allowCoreThreadTimeOut(true);
  }

  @Override
  public void tell(Audited.Kind kind, Subject subject, String reason) {
    Audited event =
        new Audited(
            kind,
            clock.instant(),
            subject.caller(),
            subject.document(),
            subject.session(),
            subject.address(),
            reason);
    AUDIT.log(Level.INFO, () -> line(event));
    observers.ifPresent(told -> enqueue(event, told));
  }

  private void enqueue(Audited event, Consumer<Audited> told) {
    try {
      thread.execute(() -> tell(event, told));
      isBehind.set(false);
    } catch (RejectedExecutionException e) {
      if (!isBehind.getAndSet(true)) {
        LOG.log(Level.WARNING, "Observers of Audited are too slow; events are in the log only");
      }
    }
  }

  private static void tell(Audited event, Consumer<Audited> told) {
    try {
      told.accept(event);
    } catch (RuntimeException | Error e) {
      LOG.log(Level.WARNING, "An observer of Audited threw", e);
    }
  }

  /** One line, whatever the names hold: they are quoted as in JSON. */
  static String line(Audited event) {
    StringBuilder line = new StringBuilder(96).append(event.kind());
    field(line, "caller", event.caller());
    event.session().ifPresent(session -> field(line, "session", session));
    event.document().ifPresent(document -> field(line, "document", document.toString()));
    event.address().ifPresent(address -> field(line, "address", address));
    field(line, "reason", event.reason());
    return line.toString();
  }

  private static void field(StringBuilder line, String name, String value) {
    String safe = LINE_ENDS.matcher(value).replaceAll("?");
    line.append(' ').append(name).append('=').append(JsonText.quote(safe));
  }

  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(LAST_SECONDS, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
