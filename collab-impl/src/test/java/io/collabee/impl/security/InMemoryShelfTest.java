package io.collabee.impl.security;

import java.time.Clock;

final class InMemoryShelfTest extends ShelfContract {
  private final InMemoryShelf shelf = new InMemoryShelf(Clock.systemUTC());

  @Override
  protected Shelf node() {
    return shelf;
  }

  @Override
  protected Shelf otherNode() {
    return shelf;
  }

  @Override
  protected void takeAway() {
    shelf.away(true);
  }
}
