package io.collabee.impl.document;

import io.collabee.DocumentId;
import java.util.Optional;

/**
 * The documents that hold the comments of others. They are named after those, in a collection that
 * no document of the host's can be in; what holds for the one holds for the other.
 */
public final class Companion {
  /** What the name of the collection begins with. */
  private static final String PREFIX = "collab.comments/";

  private static final int MAX_LENGTH = 255;

  private Companion() {}

  /** Where a document's comments are; empty if the name would be too long. */
  public static Optional<DocumentId> of(DocumentId document) {
    String collection = PREFIX + document.collection();
    return collection.length() > MAX_LENGTH
        ? Optional.empty()
        : Optional.of(new DocumentId(document.organisation(), collection, document.id()));
  }

  /** Whether a document holds comments of another. */
  public static boolean is(DocumentId document) {
    return document.collection().startsWith(PREFIX);
  }

  /** The document that is meant: itself, or whose comments it holds. */
  public static DocumentId subject(DocumentId document) {
    DocumentId subject = document;
    while (is(subject) && subject.collection().length() > PREFIX.length()) {
      String collection = subject.collection().substring(PREFIX.length());
      subject = new DocumentId(subject.organisation(), collection, subject.id());
    }
    return subject;
  }
}
