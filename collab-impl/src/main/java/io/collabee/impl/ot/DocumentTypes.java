package io.collabee.impl.ot;

import io.collabee.CollabException;
import io.collabee.ErrorCode;
import io.collabee.spi.DocumentType;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The document types in use, by name, URI and alias. Immutable. */
public final class DocumentTypes {
  private final Map<String, DocumentType<?, ?>> byUri = new LinkedHashMap<>();
  private final Map<String, DocumentType<?, ?>> byNameOrUri = new TreeMap<>();

  /**
   * Registers types.
   *
   * @throws IllegalArgumentException if two types share a name or a URI
   */
  public DocumentTypes(Collection<? extends DocumentType<?, ?>> types) {
    for (DocumentType<?, ?> type : types) {
      byUri.put(type.uri(), type);
      register(type.uri(), type);
      register(type.name(), type);
    }
    for (DocumentType<?, ?> type : types) {
      type.aliases().forEach(alias -> byNameOrUri.putIfAbsent(alias, type));
    }
  }

  private void register(String key, DocumentType<?, ?> type) {
    DocumentType<?, ?> other = byNameOrUri.putIfAbsent(key, type);
    if (other != null && other != type) {
      throw new IllegalArgumentException("Two document types are called " + key);
    }
  }

  /** All types, each once, in the order of registration. */
  public Collection<DocumentType<?, ?>> all() {
    return Collections.unmodifiableCollection(byUri.values());
  }

  /** The type of that name, URI or alias, if there is one. */
  public Optional<DocumentType<?, ?>> find(String nameOrUri) {
    return Optional.ofNullable(byNameOrUri.get(nameOrUri));
  }

  /**
   * The type of that name, URI or alias.
   *
   * @throws CollabException {@link ErrorCode#ERR_DOC_TYPE_NOT_RECOGNIZED} if there is none
   */
  public DocumentType<?, ?> get(String nameOrUri) {
    return find(nameOrUri)
        .orElseThrow(
            () ->
                new CollabException(
                    ErrorCode.ERR_DOC_TYPE_NOT_RECOGNIZED,
                    "No document type is called " + shortened(nameOrUri)));
  }

  private static String shortened(String name) {
    return name.length() <= 100 ? name : name.substring(0, 100) + "…";
  }
}
