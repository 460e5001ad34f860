package io.collabee.impl.host;

import io.collabee.CommittedOperation;
import io.collabee.DocumentId;
import io.collabee.Snapshot;
import io.collabee.impl.document.Committed;
import io.collabee.impl.document.LoggedOperation;
import io.collabee.impl.document.View;
import io.collabee.impl.document.View.Content;
import jakarta.json.JsonValue;

/** The values of the live documents as the API has them. */
final class HostValues {
  private HostValues() {}

  static Snapshot snapshot(View view) {
    JsonValue data = view.content().map(Content::json).orElse(JsonValue.NULL);
    return new Snapshot(view.document(), view.version(), view.type(), data);
  }

  static CommittedOperation operation(DocumentId document, Committed committed) {
    LoggedOperation logged = committed.operation();
    return new CommittedOperation(
        document,
        logged.version(),
        logged.source(),
        logged.seq(),
        logged.author(),
        logged.time(),
        logged.operation());
  }
}
