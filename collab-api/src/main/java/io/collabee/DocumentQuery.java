package io.collabee;

import java.time.Instant;
import java.util.Optional;

/**
 * Which documents of a collection are listed.
 *
 * @param organisation of which
 * @param collection of which
 * @param prefix with what their ids begin, by case; empty for all
 * @param type the URI of their type; empty for all
 * @param modifiedSince when their newest operation was committed, or later; empty for all
 * @param isDeleted whether it is those that were deleted, instead of those that exist; they have no
 *     type
 */
public record DocumentQuery(
    String organisation,
    String collection,
    String prefix,
    Optional<String> type,
    Optional<Instant> modifiedSince,
    boolean isDeleted) {

  /** All that exist of a collection of the {@linkplain DocumentId#DEFAULT_ORGANISATION default}. */
  public static DocumentQuery of(String collection) {
    return of(DocumentId.DEFAULT_ORGANISATION, collection);
  }

  /** All that exist of a collection. */
  public static DocumentQuery of(String organisation, String collection) {
    return new DocumentQuery(
        organisation, collection, "", Optional.empty(), Optional.empty(), false);
  }

  /** Of these, those whose id begins so. */
  public DocumentQuery withPrefix(String prefix) {
    return new DocumentQuery(organisation, collection, prefix, type, modifiedSince, isDeleted);
  }

  /** Of these, those of a type. */
  public DocumentQuery ofType(String type) {
    return new DocumentQuery(
        organisation, collection, prefix, Optional.of(type), modifiedSince, isDeleted);
  }

  /** Of these, those that were modified at a time or later. */
  public DocumentQuery modifiedSince(Instant time) {
    return new DocumentQuery(organisation, collection, prefix, type, Optional.of(time), isDeleted);
  }

  /** Those that were deleted, instead of those that exist. */
  public DocumentQuery deleted() {
    return new DocumentQuery(organisation, collection, prefix, type, modifiedSince, true);
  }

  /** Whether a document is one of these. */
  public boolean includes(DocumentSummary summary) {
    return summary.document().organisation().equals(organisation)
        && summary.document().collection().equals(collection)
        && summary.document().id().startsWith(prefix)
        && (type.isEmpty() || type.equals(summary.type()))
        && modifiedSince.filter(summary.modified()::isBefore).isEmpty()
        && isDeleted == summary.type().isEmpty();
  }
}
