package io.collabee.sample;

import io.collabee.impl.json.JsonText;
import java.net.URI;
import java.util.UUID;

/** Somebody who shows himself on a crowd's channel and does not come back. */
final class Visitor {
  private final LiveClient client;

  /** Comes to a node. */
  Visitor(URI server, Crowd crowd) {
    client = new LiveClient(server);
    client.connectAtLast();
    client.until("hands are shaken", client.client()::isReady);
    client
        .client()
        .presence(crowd.channel())
        .show("visitor-" + UUID.randomUUID(), JsonText.values().createValue("here"));
  }

  /** Goes without a word. */
  void leave() {
    client.drop();
  }
}
