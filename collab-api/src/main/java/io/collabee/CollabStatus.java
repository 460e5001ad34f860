package io.collabee;

/**
 * How the module is doing on this node, to inject into whatever an application has for monitoring:
 *
 * <pre>{@code
 * @Inject CollabStatus status;
 *
 * double batching = status.node().operationsPerTransaction();
 * }</pre>
 *
 * <p>Application-scoped and thread-safe. Each node tells of itself; the counts of all nodes add up.
 */
public interface CollabStatus {

  /** This node as it is now. Asks nobody and takes no lock: it may be called as often as liked. */
  NodeStatus node();
}
