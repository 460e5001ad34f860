package io.collabee.impl.protocol;

import io.collabee.Caller;
import io.collabee.impl.simulated.SimulatedClient;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * A simulated client and its way to a node. A message arrives when the test says so, in its order;
 * what is under way when the connection breaks is lost. Belongs to the test's thread, but for what
 * the node sends.
 */
final class SimulatedConnection {
  private final Caller caller;
  private final SimulatedClient client = new SimulatedClient();
  private final Queue<String> toServer = new ArrayDeque<>();
  private volatile Queue<String> toClient = new ConcurrentLinkedQueue<>();
  private volatile @Nullable CloseReason closedFor;
  private @Nullable ClientSession session;

  SimulatedConnection(String name) {
    this.caller = Caller.named(name);
  }

  SimulatedClient client() {
    return client;
  }

  boolean isConnected() {
    return session != null;
  }

  void connect(TestNode node) {
    // Each connection has a queue of its own: the node may still be sending to the former.
    Queue<String> incoming = new ConcurrentLinkedQueue<>();
    toClient = incoming;
    toServer.clear();
    ClientSession opened = node.session(caller, new Way(incoming));
    session = opened;
    opened.opened();
    client.connect(toServer::add);
  }

  void breakOff() {
    ClientSession broken = session;
    if (broken != null) {
      session = null;
      broken.closed();
      toServer.clear();
      toClient = new ConcurrentLinkedQueue<>();
      client.disconnect();
    }
  }

  void deliverToServer() {
    String message = toServer.poll();
    ClientSession open = session;
    if (message != null && open != null) {
      open.received(message);
    }
  }

  void deliverToClient() {
    String message = toClient.poll();
    if (message != null) {
      client.receive(message);
    }
  }

  void deliverAll() {
    while (!toServer.isEmpty()) {
      deliverToServer();
    }
    while (!toClient.isEmpty()) {
      deliverToClient();
    }
  }

  boolean isIdle() {
    return toServer.isEmpty() && toClient.isEmpty();
  }

  @Override
  public String toString() {
    return caller.name()
        + (isIdle() ? " idle" : " busy")
        + " "
        + client.documents().stream()
            .map(document -> document.version() + (document.hasPending() ? " pending" : ""))
            .toList();
  }

  /** Why the node closed a connection that was not broken; null if it did not. */
  @Nullable CloseReason closedFor() {
    return closedFor;
  }

  private final class Way implements Peer {
    private final Queue<String> incoming;

    Way(Queue<String> incoming) {
      this.incoming = incoming;
    }

    @Override
    public void content(String message) {
      incoming.add(message);
    }

    @Override
    public void reply(String message) {
      incoming.add(message);
    }

    @Override
    public void push(String message) {
      incoming.add(message);
    }

    @Override
    public void presence(String key, String message) {
      incoming.add(message);
    }

    @Override
    public boolean hasRoom() {
      return true;
    }

    @Override
    public void close(CloseReason reason) {
      if (toClient == incoming) {
        closedFor = reason;
      }
    }
  }
}
