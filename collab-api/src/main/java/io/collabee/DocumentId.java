package io.collabee;

/**
 * Names one document: the organisation it belongs to, a collection in it, and the document's id
 * there.
 *
 * <p>Each part is 1 to 255 UTF-16 units without control characters, unpaired surrogates or the
 * names of {@code Object.prototype} members, which browsers could not use as keys ({@code
 * __proto__}, {@code constructor}, …).
 *
 * @param organisation the tenant; {@link #DEFAULT_ORGANISATION} where the host has only one
 * @param collection groups documents of one purpose; access rules and limits are usually given per
 *     collection
 * @param id the document's name in its collection
 */
public record DocumentId(String organisation, String collection, String id)
    implements Comparable<DocumentId> {

  /** The organisation of documents that name none. */
  public static final String DEFAULT_ORGANISATION = "default";

  /**
   * Checks the three parts.
   *
   * @throws CollabException {@link ErrorCode#ERR_MESSAGE_BADLY_FORMED} if a part is no valid name
   */
  public DocumentId {
    Names.require(organisation, "organisation");
    Names.require(collection, "collection");
    Names.require(id, "id");
  }

  /** A document of the {@linkplain #DEFAULT_ORGANISATION default organisation}. */
  public static DocumentId of(String collection, String id) {
    return new DocumentId(DEFAULT_ORGANISATION, collection, id);
  }

  /** Orders by organisation, collection and id, by UTF-16 units. */
  @Override
  public int compareTo(DocumentId other) {
    int order = organisation.compareTo(other.organisation);
    if (order == 0) {
      order = collection.compareTo(other.collection);
    }
    return order != 0 ? order : id.compareTo(other.id);
  }

  @Override
  public String toString() {
    return organisation + "/" + collection + "/" + id;
  }
}
