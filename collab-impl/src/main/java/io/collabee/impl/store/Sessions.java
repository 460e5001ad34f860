package io.collabee.impl.store;

import io.collabee.CollabException;
import io.collabee.ErrorCode;
import java.util.function.Consumer;
import java.util.function.Function;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;

/** Opens sessions without a persistence context, each with one transaction. Thread-safe. */
final class Sessions {
  private final SessionFactory factory;
  private final Failures failures;

  /**
   * @param failures is told when a transaction fails and when one is committed
   */
  Sessions(SessionFactory factory, Failures failures) {
    this.factory = factory;
    this.failures = failures;
  }

  /** Where to tell of transactions that {@link #begin} began. */
  Failures failures() {
    return failures;
  }

  /** A session in a transaction that the caller ends. */
  StatelessSession begin() {
    StatelessSession session = factory.openStatelessSession();
    try {
      session.beginTransaction();
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
    return session;
  }

  /**
   * Does something in a transaction.
   *
   * @param attempt for the message: what could not be done if it fails
   * @throws CollabException {@link ErrorCode#ERR_STORE_UNAVAILABLE} if it fails in any way
   */
  <T> T inTransaction(String attempt, Function<StatelessSession, T> work) {
    try {
      return inTransaction(work);
    } catch (RuntimeException e) {
      throw failures.unavailable(attempt, e);
    }
  }

  /** Does something in a transaction; what Hibernate throws is passed on. */
  <T> T inTransaction(Function<StatelessSession, T> work) {
    StatelessSession session = begin();
    try {
      T result = work.apply(session);
      session.getTransaction().commit();
      failures.succeeded();
      return result;
    } finally {
      end(session);
    }
  }

  /** Does something in a transaction; what Hibernate throws is passed on. */
  void run(Consumer<StatelessSession> work) {
    inTransaction(
        session -> {
          work.accept(session);
          return true;
        });
  }

  /** Rolls back what was not committed and closes; throws nothing. */
  static void end(StatelessSession session) {
    try (session) {
      if (session.getTransaction().isActive()) {
        session.getTransaction().rollback();
      }
    } catch (RuntimeException e) {
      // The connection is gone, and the transaction with it.
      System.getLogger(Sessions.class.getName())
          .log(
              System.Logger.Level.DEBUG,
              () -> "A transaction could not be rolled back: " + Failures.describe(e));
    }
  }
}
