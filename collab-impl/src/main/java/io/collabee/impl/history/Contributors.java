package io.collabee.impl.history;

import io.collabee.history.Contribution;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who had part in one thing, in the order of their first operations. */
final class Contributors {
  private final Map<String, Contribution> byAuthor = new LinkedHashMap<>();

  static Contributors of(Origin origin) {
    Contributors contributors = new Contributors();
    contributors.add(origin);
    return contributors;
  }

  void add(Origin origin) {
    byAuthor.merge(origin.author(), origin.contribution(), Contribution::and);
  }

  boolean isEmpty() {
    return byAuthor.isEmpty();
  }

  List<Contribution> list() {
    return List.copyOf(byAuthor.values());
  }
}
