package io.collabee.impl.protocol;

/**
 * Carries presences to the other nodes. A port: messages may be lost, and are not stored. What
 * arrives from other nodes is handed to {@link PresenceHub#heard} and {@link
 * PresenceHub#heardWanted}.
 */
public interface PresenceBus {
  /** Where there is one node only. */
  PresenceBus NONE =
      new PresenceBus() {
        @Override
        public void tell(PresenceMessage presence) {}

        @Override
        public void want(Channel channel) {}
      };

  /** Passes a presence on; must not block. */
  void tell(PresenceMessage presence);

  /** Asks all who have presences on a channel to tell them again; must not block. */
  void want(Channel channel);
}
