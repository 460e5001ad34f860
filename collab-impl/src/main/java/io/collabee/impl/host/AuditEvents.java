package io.collabee.impl.host;

import io.collabee.event.Audited;
import io.collabee.impl.document.Observers;
import io.collabee.impl.json.JsonText;
import io.collabee.impl.security.AuditTrail;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Writes security events to their log, and tells the host of them. */
public final class AuditEvents implements AuditTrail, AutoCloseable {
  /** Operators know it by this name. */
  private static final Logger AUDIT = System.getLogger("io.collabee.audit");

  /** What JSON leaves in a string and some reader of logs may take for the end of a line. */
  private static final Pattern LINE_ENDS = Pattern.compile("[\\x7f-\\x9f\\u2028\\u2029]");

  private final Observers<Audited> observers;
  private final Clock clock;

  /**
   * Events for these observers.
   *
   * @param observers may block; what they throw is logged; empty if there are none
   */
  public AuditEvents(Optional<Consumer<Audited>> observers, Clock clock, ThreadFactory threads) {
    this(new Observers<>("Audited", observers, threads), clock);
  }

  AuditEvents(
      Optional<Consumer<Audited>> observers, Clock clock, ThreadFactory threads, int waiting) {
    this(new Observers<>("Audited", observers, threads, waiting), clock);
  }

  private AuditEvents(Observers<Audited> observers, Clock clock) {
    this.observers = observers;
    this.clock = clock;
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
    observers.tell(event);
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
    observers.close();
  }
}
