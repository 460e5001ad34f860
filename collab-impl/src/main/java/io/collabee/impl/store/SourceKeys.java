package io.collabee.impl.store;

import io.collabee.entity.SourceEntity;
import io.collabee.impl.document.LoggedOperation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.StatelessSession;

/**
 * Who made operations, by the keys that diffs have for them. A pair of source and author may have
 * several keys (one from each node that met it), a key has one pair for good; so both ways can be
 * remembered without asking anybody.
 */
final class SourceKeys {
  private static final int REMEMBERED = 20_000;

  private final RecentlyUsed<Source, Long> keys;
  private final RecentlyUsed<Long, Source> sources;

  SourceKeys(Failures failures) {
    keys = new RecentlyUsed<>(REMEMBERED, failures);
    sources = new RecentlyUsed<>(REMEMBERED, failures);
  }

  /** A client and for whom it works. */
  record Source(String source, String author) {
    static Source of(LoggedOperation operation) {
      return new Source(operation.source(), operation.author());
    }
  }

  /**
   * The keys of these operations' sources. Sources without a key get one in this transaction; call
   * {@link #remember} when it is committed.
   */
  Map<Source, Long> keys(StatelessSession session, Collection<LoggedOperation> operations) {
    Map<Source, Long> found = new HashMap<>();
    for (LoggedOperation operation : operations) {
      found.computeIfAbsent(
          Source.of(operation),
          source -> keys.get(source).orElseGet(() -> insert(session, source)));
    }
    return found;
  }

  /** Keeps in mind what is in the database for good now. */
  void remember(Map<Source, Long> committed) {
    committed.forEach(
        (source, key) -> {
          keys.put(source, key);
          sources.put(key, source);
        });
  }

  /** The sources of these keys. */
  Map<Long, Source> sources(StatelessSession session, Set<Long> wanted) {
    Map<Long, Source> found = new HashMap<>();
    List<Long> unknown = new ArrayList<>();
    for (Long key : wanted) {
      sources.get(key).ifPresentOrElse(source -> found.put(key, source), () -> unknown.add(key));
    }
    for (List<Long> some : Slices.of(unknown)) {
      session
          .createSelectionQuery("from Source where key in (:keys)", SourceEntity.class)
          .setParameterList("keys", some)
          .getResultList()
          .forEach(row -> found.put(row.key(), read(row)));
    }
    return found;
  }

  private Source read(SourceEntity row) {
    Source source = new Source(row.source(), row.author());
    sources.put(row.key(), source);
    return source;
  }

  private static Long insert(StatelessSession session, Source source) {
    SourceEntity row = new SourceEntity(storable(source.source()), storable(source.author()));
    session.insert(row);
    return row.key();
  }

  /** Text that every database takes: what is no character becomes a replacement character. */
  static String storable(String text) {
    StringBuilder storable = new StringBuilder(text.length());
    text.codePoints()
        .map(
            c ->
                c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)
                    ? 0xfffd
                    : c)
        .forEach(storable::appendCodePoint);
    return storable.toString();
  }
}
