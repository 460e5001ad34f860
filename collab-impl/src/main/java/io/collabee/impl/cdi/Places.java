package io.collabee.impl.cdi;

import io.collabee.DocumentId;
import io.collabee.impl.document.Activity;
import io.collabee.impl.document.Arrivals;
import io.collabee.impl.document.Companion;
import io.collabee.impl.document.DocumentService;
import io.collabee.impl.document.LiveDocuments;
import io.collabee.impl.document.PlacedDocuments;
import io.collabee.impl.store.JpaStore;
import io.collabee.spi.DocumentPlacement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * Where documents are kept: in the first database and, if the application has a {@link
 * DocumentPlacement}, in others. Each has lanes, readers and events of its own, so that one which
 * is slow or away delays no document of another.
 */
final class Places implements AutoCloseable {
  private final LiveDocuments first;
  private final Map<String, Place> others = new HashMap<>();
  private final Optional<Placement> placement;
  private final Optional<PlacedDocuments> placed;

  /**
   * What the application says.
   *
   * @param first the name of the data source that keeps what is not placed elsewhere
   * @param others the other data sources by their names
   * @param port where each document is kept
   */
  record Placement(String first, Map<String, DataSource> others, DocumentPlacement port) {}

  /** Opens all databases but the first, as far as they are there. */
  Places(
      LiveDocuments first,
      Optional<Placement> placement,
      Function<DataSource, Place.Open> opener,
      ThreadFactory threads) {
    this.first = first;
    this.placement = placement;
    placement
        .map(Placement::others)
        .orElse(Map.of())
        .forEach((name, source) -> others.put(name, new Place(name, source, opener, threads)));
    placed =
        placement.map(named -> new PlacedDocuments(document -> place(named, document), this::open));
  }

  /** The documents of all databases. */
  DocumentService documents() {
    return placed.<DocumentService>map(all -> all).orElse(first);
  }

  /**
   * The store that a document is in.
   *
   * @param ofFirst that of the first database
   */
  JpaStore store(DocumentId document, JpaStore ofFirst) {
    LiveDocuments there = placement.map(named -> place(named, document)).orElse(first);
    return others.values().stream()
        .flatMap(place -> place.opened().stream())
        .filter(open -> open.documents() == there)
        .map(Place.Open::store)
        .findFirst()
        .orElse(ofFirst);
  }

  /** The stores that are open now, but the first. */
  List<JpaStore> otherStores() {
    return others.values().stream()
        .flatMap(place -> place.opened().stream())
        .map(Place.Open::store)
        .toList();
  }

  /** Where they hear of other nodes. */
  Arrivals arrivals() {
    return placed.<Arrivals>map(all -> all).orElse(first);
  }

  /** What all of them are at. */
  Activity activity() {
    return open().stream().map(LiveDocuments::activity).reduce(Activity.NONE, Activity::plus);
  }

  /** The databases but the first. */
  Collection<Place> others() {
    return others.values();
  }

  private LiveDocuments place(Placement placement, DocumentId document) {
    Optional<String> name = placement.port().dataSource(Companion.subject(document));
    if (name == null) {
      throw new IllegalStateException("DocumentPlacement.dataSource gave null");
    }
    if (name.isEmpty() || name.get().equals(placement.first())) {
      return first;
    }
    Place place = others.get(name.get());
    if (place == null) {
      throw new IllegalStateException(
          "DocumentPlacement.dataSource gave "
              + name.get()
              + ", which is not among DocumentPlacement.dataSources");
    }
    return place.documents();
  }

  private List<LiveDocuments> open() {
    List<LiveDocuments> open = new ArrayList<>(List.of(first));
    others.values().forEach(place -> place.opened().ifPresent(now -> open.add(now.documents())));
    return open;
  }

  @Override
  public void close() {
    others.values().forEach(Place::close);
  }
}
