package io.collabee.impl.config;

import java.util.Optional;
import java.util.Set;

/** Somewhere that values are configured. */
public interface Source {

  /** The value of a key; empty if this source has none. */
  Optional<String> value(String key);

  /** The keys that this source has values for, as far as it can tell. */
  Set<String> keys();
}
