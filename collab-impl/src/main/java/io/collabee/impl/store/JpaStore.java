package io.collabee.impl.store;

import io.collabee.CollabException;
import io.collabee.ErrorCode;
import io.collabee.impl.config.Schema;
import io.collabee.impl.document.Archive;
import io.collabee.impl.document.OperationLog;
import io.collabee.impl.security.RevocationLog;
import io.collabee.impl.security.SpentTickets;
import io.collabee.impl.security.StoredSessions;
import jakarta.persistence.EntityManager;
import jakarta.persistence.metamodel.EntityType;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.hibernate.FlushMode;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.resource.jdbc.spi.PhysicalConnectionHandlingMode;
import org.jspecify.annotations.Nullable;

/** A database, brought to this release's schema and opened. Thread-safe. */
public final class JpaStore implements AutoCloseable {
  private final SessionFactory factory;
  private final JpaOperationLog log;
  private final Secrets secrets;
  private final SpentTickets spentTickets;
  private final RevocationLog revocations;
  private final StoredSessions storedSessions;
  private final Sessions sessions;
  private final Clock clock;
  private @Nullable Compactor compactor;

  private JpaStore(SessionFactory factory, Clock clock, Failures failures) {
    this.sessions = new Sessions(factory, failures);
    this.clock = clock;
    this.factory = factory;
    this.log = new JpaOperationLog(sessions);
    this.secrets = new JpaSecrets(sessions, clock);
    this.spentTickets = new JpaSpentTickets(sessions);
    this.revocations = new JpaRevocationLog(sessions);
    this.storedSessions = new JpaStoredSessions(sessions);
  }

  /**
   * Opens the store. To be called outside of any JTA transaction.
   *
   * @param dataSource of H2, PostgreSQL or MariaDB. Its connections start outside of a transaction;
   *     each lane uses one, and so does each reader.
   * @param schema what to do about the tables
   * @throws CollabException {@link ErrorCode#ERR_STORE_UNAVAILABLE} if the database cannot be
   *     reached, is another one, or its tables are not as this release needs them
   */
  public static JpaStore open(DataSource dataSource, Schema schema, Clock clock) {
    Failures failures = new Failures();
    Database database = prepare(dataSource, failures);
    new Migrations(dataSource, database, failures).run(schema);
    try {
      return new JpaStore(PersistenceUnit.open(dataSource, database), clock, failures);
    } catch (RuntimeException e) {
      throw failures.unavailable("start the persistence unit", e);
    }
  }

  private static Database prepare(DataSource dataSource, Failures failures) {
    try (Connection connection = dataSource.getConnection()) {
      Database database = Database.of(connection);
      database.prepare(connection);
      return database;
    } catch (SQLException e) {
      throw failures.unavailable("be opened", e);
    }
  }

  /** The operation log. */
  public OperationLog operationLog() {
    return log;
  }

  /** What rewrites history. */
  public Archive archive() {
    return log.archive();
  }

  /** The secrets that all nodes share. */
  public Secrets secrets() {
    return secrets;
  }

  /** The tickets that were used on any node. */
  public SpentTickets spentTickets() {
    return spentTickets;
  }

  /** What has been revoked on any node. */
  public RevocationLog revocations() {
    return revocations;
  }

  /** The sessions of clients. */
  public StoredSessions storedSessions() {
    return storedSessions;
  }

  /** What makes chunks of diffs. */
  Compaction compaction(CompactionSettings settings) {
    return new Compaction(sessions, new DocumentKeys(sessions), settings, clock);
  }

  /**
   * Compacts history from now on, until the store is closed.
   *
   * @param threads makes one thread
   */
  public void startCompacting(CompactionSettings settings, ThreadFactory threads) {
    if (compactor != null) {
      throw new IllegalStateException("History is being compacted already");
    }
    compactor = new Compactor(sessions, compaction(settings), settings, threads);
  }

  /**
   * A new entity manager for a host's queries; the caller closes it.
   *
   * <p>Statements that write throw {@link UnsupportedOperationException}, and nothing is ever
   * flushed. It holds a connection only while a statement runs or a transaction of its own is
   * active.
   */
  public EntityManager readOnlyEntityManager() {
    Session session =
        factory
            .withOptions()
            .statementInspector(new ReadOnlyStatements())
            .flushMode(FlushMode.MANUAL)
            .connectionHandlingMode(
                PhysicalConnectionHandlingMode.DELAYED_ACQUISITION_AND_RELEASE_AFTER_TRANSACTION)
            .openSession();
    session.setDefaultReadOnly(true);
    return session;
  }

  /** Ends it; what is asked of it afterwards fails. The data source stays open. */
  @Override
  public void close() {
    if (compactor != null) {
      compactor.close();
    }
    Set<Class<?>> entities =
        factory.getMetamodel().getEntities().stream()
            .<Class<?>>map(EntityType::getJavaType)
            .collect(Collectors.toSet());
    factory.close();
    HibernateCaches.release(entities);
  }
}
