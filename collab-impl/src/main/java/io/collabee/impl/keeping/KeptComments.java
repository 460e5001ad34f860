package io.collabee.impl.keeping;

import io.collabee.impl.document.Archive.Rewrite;
import io.collabee.impl.document.LoggedOperation;
import io.collabee.impl.document.StoredSnapshot;
import io.collabee.impl.json.JsonText;
import io.collabee.impl.ot.DocumentTypes;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Optional;

/** What is left of the comments about a document when a text of it is redacted. */
final class KeptComments {
  private static final String THREADS = "threads";

  private final KeptDocuments.Beside beside;
  private final DocumentTypes types;

  KeptComments(KeptDocuments.Beside beside, DocumentTypes types) {
    this.beside = beside;
    this.types = types;
  }

  /**
   * The operation for those who have the old comments.
   *
   * @param type of the companion, afterwards as before
   */
  record Replacing(String payload, Optional<String> type) {}

  /**
   * Leaves of comments what they may show, and nothing of their history.
   *
   * @return what is still to be committed
   */
  Replacing redact(Rewrite rewrite, String text) {
    StoredSnapshot now = KeptVersion.snapshot(rewrite, types, rewrite.head());
    JsonValue left = beside.without(JsonText.parse(now.content()), text);
    rewrite.snapshots().forEach(rewrite::removeSnapshot);
    rewrite.dropBefore(rewrite.head());
    rewrite.put(
        new StoredSnapshot(
            now.version(), now.type(), JsonText.writeKept(left), now.time(), now.sources()));
    return new Replacing(payload(left), now.type());
  }

  private static String payload(JsonValue left) {
    if (!(left instanceof JsonObject all && all.get(THREADS) instanceof JsonObject threads)) {
      return LoggedOperation.REWRITTEN;
    }
    return "\"op\":[{\"p\":[\"%s\"],\"oi\":%s}],%s"
        .formatted(THREADS, JsonText.writeKept(threads), LoggedOperation.REWRITTEN);
  }
}
