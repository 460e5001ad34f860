package io.collabee.impl.document;

import io.collabee.DocumentId;
import io.collabee.impl.document.OperationLog.Append;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A transaction that holds its document only when it commits, as those of a database may. */
final class SupposedAppend implements Append {
  private final OperationLog log;
  private final DocumentId document;
  private final long version;
  private final Instant time;
  private List<LoggedOperation> written = List.of();
  private Optional<String> type = Optional.empty();

  SupposedAppend(OperationLog log, DocumentId document, long version, Instant time) {
    this.log = log;
    this.document = document;
    this.version = version;
    this.time = time;
  }

  @Override
  public long head(DocumentId document) {
    return version;
  }

  @Override
  public Instant time(DocumentId document) {
    return time;
  }

  @Override
  public List<LoggedOperation> operations(DocumentId document, long from) {
    return log.operations(document, from, version);
  }

  @Override
  public void write(DocumentId document, List<LoggedOperation> run, Optional<String> type) {
    written = List.copyOf(run);
    this.type = type;
  }

  @Override
  public void commit() {
    try (Append held = log.append(new TreeSet<>(Set.of(document)))) {
      if (held.head(document) != version || !held.time(document).equals(time)) {
        throw new HeadMovedException(document, version);
      }
      held.write(document, written, type);
      held.commit();
    }
  }

  @Override
  public void close() {}
}
