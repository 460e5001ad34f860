package io.collabee.impl.document;

import io.collabee.impl.document.View.Content;
import io.collabee.impl.json.JsonText;
import io.collabee.spi.DocumentType;

/** Reads the content of stored snapshots. */
final class StoredContent {
  private StoredContent() {}

  static <S> Content<S> read(DocumentType<S, ?> type, String json) {
    return new Content<>(type, type.snapshot(JsonText.parse(json)));
  }
}
