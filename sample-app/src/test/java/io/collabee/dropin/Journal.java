package io.collabee.dropin;

import io.collabee.event.Audited;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Keeps what is audited: what is fired, and what is logged. */
@ApplicationScoped
public class Journal {
  private static final Logger LOG = Logger.getLogger("io.collabee.audit");

  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private final Handler handler = new Listener();

  private final class Listener extends Handler {
    @Override
    public void publish(LogRecord logged) {
      lines.add("logged " + new SimpleFormatter().formatMessage(logged));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
    // That there is one is enough.
  }

  @PostConstruct
  void listen() {
    LOG.addHandler(handler);
  }

  @PreDestroy
  void stop() {
    LOG.removeHandler(handler);
  }

  void keep(@Observes Audited event) {
    lines.add("fired " + event);
  }

  /** Everything so far, a line each. */
  public String text() {
    return String.join("\n", lines);
  }
}
