package io.collabee.impl.host;

import io.collabee.CollabException;
import io.collabee.CommittedOperation;
import io.collabee.DocumentId;
import io.collabee.Documents.Watch;
import io.collabee.ErrorCode;
import io.collabee.impl.document.DocumentService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;

/** The documents that the host watches, and the one thread that tells it. */
public final class Watches implements AutoCloseable {
  private final DocumentService service;
  private final ScheduledThreadPoolExecutor thread;
  private final Set<WatchedDocument> open = new HashSet<>();
  private boolean closed;

  /** Watches documents of the service. */
  public Watches(DocumentService service, ThreadFactory threads) {
    this.service = service;
    this.thread = new ScheduledThreadPoolExecutor(1, threads);
    // Now, and not on whatever thread of the application watches first: see LiveDocuments.
    var unused = thread.prestartAllCoreThreads();
  }

  /** Starts to watch; returns when nothing can be missed any more. */
  Watch watch(DocumentId document, Consumer<CommittedOperation> watcher, Duration timeout) {
    WatchedDocument watch = new WatchedDocument(service, document, watcher, thread, this::remove);
    synchronized (this) {
      if (closed) {
        throw new CollabException(ErrorCode.ERR_UNAVAILABLE, "The module is stopping");
      }
      open.add(watch);
    }
    try {
      watch.start(timeout);
    } catch (RuntimeException e) {
      watch.close();
      throw e;
    }
    return watch;
  }

  private synchronized void remove(WatchedDocument watch) {
    open.remove(watch);
  }

  /** Ends every watch and the thread. */
  @Override
  public void close() {
    List<WatchedDocument> ending;
    synchronized (this) {
      closed = true;
      ending = new ArrayList<>(open);
    }
    ending.forEach(WatchedDocument::close);
    thread.shutdownNow();
  }
}
