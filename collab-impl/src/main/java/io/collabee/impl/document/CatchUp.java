package io.collabee.impl.document;

import io.collabee.CollabException;
import io.collabee.ErrorCode;
import java.util.List;

/**
 * Brings the documents of a lane up to what is heard of other nodes' commits. Touched by the lane
 * only.
 *
 * <p>Operations that are next are applied. If something before them is missing, or they cannot be
 * applied, the log is read: one question at a time for each document, and what is heard meanwhile
 * is kept. Nothing that is heard can fail a lane, or change what a document comes to.
 */
final class CatchUp {
  private static final System.Logger LOG = System.getLogger(CatchUp.class.getName());

  private final Lane lane;
  private final OperationLog log;

  CatchUp(Lane lane, OperationLog log) {
    this.lane = lane;
    this.log = log;
  }

  /** Does something when the document has come to a version, or cannot. */
  void await(LiveDocument document, long version, Lane.Waiting waiting) {
    document.ahead().hear(version);
    document.ahead().await(version, waiting);
    run(document);
  }

  /** Takes what was heard into account. */
  void run(LiveDocument document) {
    Ahead ahead = document.ahead();
    if (document.contradicts(ahead.takeOlder(document.version()))) {
      ahead.doubt();
    }
    takeOver(document, ahead.takeNext(document.version()));
    ahead.takeReached(document.version()).forEach(waiting -> waiting.run(document));
    if (ahead.isReading()) {
      return;
    }
    if (ahead.takeDoubt()) {
      read(document, document.tail().start());
    } else if (ahead.head() > document.version()) {
      read(document, document.lastVersion());
    }
  }

  private static void takeOver(LiveDocument document, List<LoggedOperation> heard) {
    try {
      document.takeOver(heard);
    } catch (RuntimeException | Error e) {
      LOG.log(
          System.Logger.Level.WARNING,
          () -> "What another node told of " + document.id() + " does not fit",
          e);
    }
  }

  private void read(LiveDocument document, long from) {
    long version = document.version();
    document.ahead().reading(true);
    lane.read(
        () -> log.operations(document.id(), from, Long.MAX_VALUE),
        operations -> takeOverRead(document, version, operations),
        failed -> giveUp(document));
  }

  private void takeOverRead(LiveDocument document, long before, List<LoggedOperation> operations) {
    if (!lane.has(document)) {
      return;
    }
    document.ahead().reading(false);
    try {
      document.takeOver(operations);
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.ERROR, () -> "The log of " + document.id() + " does not fit", e);
      lane.forget(
          document,
          new CollabException(ErrorCode.ERR_UNKNOWN_ERROR, "The document could not be read", e));
      return;
    }
    if (document.version() == before) {
      giveUp(document);
    } else {
      run(document);
    }
  }

  /** The head check tells again of what is there after all. */
  private void giveUp(LiveDocument document) {
    Ahead ahead = document.ahead();
    ahead.reading(false);
    ahead.disbelieve();
    ahead.takeReached(Long.MAX_VALUE).forEach(waiting -> waiting.run(document));
  }
}
