package io.collabee.impl.cdi;

import io.collabee.CollabException;
import io.collabee.DocumentId;
import io.collabee.ErrorCode;
import io.collabee.impl.background.Worker;
import io.collabee.impl.cluster.HeadCheck;
import io.collabee.impl.document.Arrivals;
import io.collabee.impl.document.LiveDocuments;
import io.collabee.impl.document.LoggedOperation;
import io.collabee.impl.document.OperationLog.Head;
import io.collabee.impl.store.JpaStore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A database besides the first one, and the live documents that are kept in it. If it is away when
 * the node starts, it is opened when it is back; a thread for that lives until then.
 */
final class Place implements Arrivals, HeadCheck.Heads, AutoCloseable {
  private static final Logger LOG = System.getLogger(Place.class.getName());
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(2);

  private final String name;
  private final DataSource dataSource;
  private final Function<DataSource, Open> opener;
  private final Worker opening;
  private volatile @Nullable Open open;

  /** The parts of a database that is in use, to be closed from the first to the last. */
  record Open(LiveDocuments documents, AutoCloseable events, JpaStore store) {}

  /**
   * Opens the database if it is there.
   *
   * @param name of the data source
   * @param opener throws what it pleases if the database cannot be used
   * @param threads makes a thread if the database is away
   */
  Place(
      String name,
      DataSource dataSource,
      Function<DataSource, Open> opener,
      ThreadFactory threads) {
    this.name = name;
    this.dataSource = dataSource;
    this.opener = opener;
    opening = new Worker("collab-opening", STOP_PATIENCE, threads, this::openWhenItIsBack);
    if (!tryToOpen(Level.WARNING)) {
      opening.start();
    }
  }

  private void openWhenItIsBack() throws InterruptedException {
    while (!opening.isClosingAfter(PAUSE)) {
      if (tryToOpen(Level.DEBUG)) {
        LOG.log(Level.INFO, "The data source {0} can be used now", name);
        return;
      }
    }
  }

  /** Whether there is nothing more to be done. */
  private boolean tryToOpen(Level failure) {
    Open opened;
    try {
      // First without anybody who would log that it is away.
      dataSource.getConnection().close();
      opened = opener.apply(dataSource);
    } catch (SQLException | RuntimeException e) {
      LOG.log(
          failure,
          "The data source {0} cannot be used, nor can its documents until it can: {1}",
          name,
          e.getMessage());
      return false;
    }
    synchronized (this) {
      if (!opening.isClosing()) {
        open = opened;
        return true;
      }
    }
    close(opened);
    return true;
  }

  /**
   * The documents that are kept here.
   *
   * @throws CollabException {@link ErrorCode#ERR_STORE_UNAVAILABLE} if the database has been away
   *     since the start
   */
  LiveDocuments documents() {
    return opened()
        .orElseThrow(
            () ->
                new CollabException(
                    ErrorCode.ERR_STORE_UNAVAILABLE, "The document's database is away"))
        .documents();
  }

  /** The database, if it is in use. */
  Optional<Open> opened() {
    return Optional.ofNullable(open);
  }

  @Override
  public void committed(DocumentId document, List<LoggedOperation> operations) {
    opened().ifPresent(now -> now.documents().committed(document, operations));
  }

  @Override
  public void head(DocumentId document, long version) {
    opened().ifPresent(now -> now.documents().head(document, version));
  }

  @Override
  public int versions(Consumer<Map<DocumentId, Long>> each) {
    return opened().map(now -> now.documents().versions(each)).orElse(0);
  }

  @Override
  public Map<DocumentId, Head> of(Collection<DocumentId> documents) {
    return opened().map(now -> now.store().operationLog().heads(documents)).orElse(Map.of());
  }

  /** Commits what is queued, and closes the database. */
  @Override
  public void close() {
    Open now;
    synchronized (this) {
      opening.end();
      now = open;
    }
    if (now != null) {
      close(now);
    }
    opening.close();
  }

  private static void close(Open opened) {
    Node.stop(opened.documents());
    Node.stop(opened.events());
    Node.stop(opened.store());
  }
}
