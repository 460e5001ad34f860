package io.collabee.impl.protocol;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who tells which presence.
 *
 * <p>A client that loses its connection comes back on another, perhaps of another node, and tells
 * its presences there. The former connection may end much later; what it takes back then must not
 * take the presence from the one that the client has now. So of each presence the newest version
 * heard is kept, and who has told that version. A presence is gone when the last of them takes it
 * back, or when somebody takes back a newer version, which only the client itself can do.
 * Thread-safe.
 */
final class Tellers {
  private final Map<Key, Newest> presences = new ConcurrentHashMap<>();

  private record Key(Channel channel, String source, String id) {}

  private record Newest(long version, Set<Object> tellers) {
    Newest {
      tellers = Set.copyOf(tellers);
    }
  }

  /** Notes who tells a presence, and says whether it is to be passed on. */
  boolean isNews(PresenceMessage presence, Object teller) {
    Key key = new Key(presence.channel(), presence.source(), presence.id());
    boolean[] isNews = {true};
    presences.compute(
        key,
        (same, known) -> {
          if (known == null || known.version() < presence.version()) {
            return presence.isGone() ? null : new Newest(presence.version(), Set.of(teller));
          }
          if (known.version() > presence.version()) {
            isNews[0] = false;
            return known;
          }
          Set<Object> tellers = new HashSet<>(known.tellers());
          if (!presence.isGone()) {
            tellers.add(teller);
          } else {
            tellers.remove(teller);
            isNews[0] = tellers.isEmpty();
          }
          return tellers.isEmpty() ? null : new Newest(presence.version(), tellers);
        });
    return isNews[0];
  }

  /** How many presences are told now. */
  int count() {
    return presences.size();
  }
}
