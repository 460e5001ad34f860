package io.collabee.impl.document;

import io.collabee.DocumentId;

/**
 * Spreads documents evenly over a number of places: lanes, topics. By the whole name, so that the
 * documents of one organisation or collection are everywhere, and the same on every node.
 */
public final class Spread {
  private Spread() {}

  /**
   * The place of a document, from 0 to {@code places - 1}.
   *
   * @param places 1 or more
   */
  public static int of(DocumentId document, int places) {
    int hash = 31 * document.organisation().hashCode() + document.collection().hashCode();
    return of(31 * hash + document.id().hashCode(), places);
  }

  /** The place of a name, from 0 to {@code places - 1}. */
  public static int of(String name, int places) {
    return of(name.hashCode(), places);
  }

  /** Mixes the bits first, since similar names have similar hashes (MurmurHash3's finalizer). */
  private static int of(int hash, int places) {
    int mixed = hash;
    mixed = (mixed ^ (mixed >>> 16)) * 0x85ebca6b;
    mixed = (mixed ^ (mixed >>> 13)) * 0xc2b2ae35;
    return Math.floorMod(mixed ^ (mixed >>> 16), places);
  }
}
