package io.collabee.impl.store;

import io.collabee.DocumentId;
import jakarta.persistence.PersistenceException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hibernate.StatelessSession;

/**
 * Under which key the other tables know a document. A key never changes, so those of documents used
 * lately are remembered.
 */
final class DocumentKeys {
  private static final int REMEMBERED = 20_000;
  private static final int ATTEMPTS = 10;

  private final Sessions sessions;
  private final RecentlyUsed<DocumentId, Long> remembered;

  DocumentKeys(Sessions sessions) {
    this.sessions = sessions;
    this.remembered = new RecentlyUsed<>(REMEMBERED, sessions.failures());
  }

  private record Place(String organisation, String collection) {}

  /** The key of a document; empty if it has no row. */
  Optional<Long> find(StatelessSession session, DocumentId document) {
    return Optional.ofNullable(find(session, List.of(document)).get(document));
  }

  /** The keys of those documents that have a row. */
  Map<DocumentId, Long> find(StatelessSession session, Collection<DocumentId> documents) {
    Map<DocumentId, Long> keys = remembered(documents);
    for (Map.Entry<Place, List<DocumentId>> each : byPlace(documents, keys).entrySet()) {
      for (List<DocumentId> some : Slices.of(each.getValue())) {
        find(session, each.getKey(), some, keys);
      }
    }
    return keys;
  }

  /** The keys of these documents; those that had no row have one afterwards. */
  Map<DocumentId, Long> findOrCreate(Collection<DocumentId> documents) {
    Map<DocumentId, Long> keys = remembered(documents);
    for (int attempt = 1; keys.size() < documents.size(); attempt++) {
      keys = sessions.inTransaction(session -> find(session, documents));
      if (keys.size() < documents.size()) {
        create(documents, keys, attempt);
      }
    }
    return keys;
  }

  /** Its row is no longer there. */
  void forget(DocumentId document) {
    remembered.forget(document);
  }

  private void create(Collection<DocumentId> documents, Map<DocumentId, Long> known, int attempt) {
    // In order, so that two nodes that create the same documents wait for each other at the first.
    TreeSet<DocumentId> missing = new TreeSet<>(documents);
    missing.removeAll(known.keySet());
    try {
      sessions.run(session -> missing.forEach(document -> insert(session, document)));
    } catch (PersistenceException e) {
      // On H2 and MariaDB, where the conflict clause is left out: another node was faster, so look
      // again.
      if (attempt == ATTEMPTS) {
        throw e;
      }
    }
  }

  private static void insert(StatelessSession session, DocumentId document) {
    session
        .createMutationQuery(
            "insert into Document (organisation, collection, id, version)"
                + " values (:organisation, :collection, :id, 0)"
                + " on conflict (organisation, collection, id) do nothing")
        .setParameter("organisation", document.organisation())
        .setParameter("collection", document.collection())
        .setParameter("id", document.id())
        .executeUpdate();
  }

  private Map<DocumentId, Long> remembered(Collection<DocumentId> documents) {
    Map<DocumentId, Long> keys = new HashMap<>();
    for (DocumentId document : documents) {
      remembered.get(document).ifPresent(key -> keys.put(document, key));
    }
    return keys;
  }

  private static Map<Place, List<DocumentId>> byPlace(
      Collection<DocumentId> documents, Map<DocumentId, Long> known) {
    return documents.stream()
        .filter(document -> !known.containsKey(document))
        .distinct()
        .collect(
            Collectors.groupingBy(
                document -> new Place(document.organisation(), document.collection()),
                Collectors.toCollection(ArrayList::new)));
  }

  private void find(
      StatelessSession session, Place place, List<DocumentId> some, Map<DocumentId, Long> keys) {
    session
        .createSelectionQuery(
            "select id, key from Document"
                + " where organisation = :organisation and collection = :collection"
                + " and id in (:ids)",
            Object[].class)
        .setParameter("organisation", place.organisation())
        .setParameter("collection", place.collection())
        .setParameterList("ids", some.stream().map(DocumentId::id).toList())
        .getResultStream()
        .forEach(
            row -> {
              DocumentId document =
                  new DocumentId(place.organisation(), place.collection(), (String) row[0]);
              keys.put(document, (Long) row[1]);
              remembered.put(document, (Long) row[1]);
            });
  }
}
