package io.collabee;

import io.collabee.event.BusChanged;
import java.time.Instant;
import java.util.Optional;

/**
 * A node at one moment.
 *
 * @param id of this start of this node: a node that starts again has another
 * @param started when it started
 * @param connections how many sockets of clients are open
 * @param documents how many documents are in memory
 * @param operations how many operations this node has committed since it started; those whose
 *     commit nobody heard of, because the connection to the database broke, are not counted
 * @param transactions in how many database transactions it has committed them
 * @param bus what carries its commits to other nodes, and since when; empty if it has no bus, and
 *     other nodes find its commits in the database
 */
public record NodeStatus(
    String id,
    Instant started,
    int connections,
    int documents,
    long operations,
    long transactions,
    Optional<BusChanged> bus) {

  /**
   * How many operations a transaction has committed on average: 1 where edits come one by one, and
   * more the more of them come while the database is busy with those before. 0 before the first.
   */
  public double operationsPerTransaction() {
    return transactions == 0 ? 0 : (double) operations / transactions;
  }

  /**
   * Whether there is a bus and it is not trusted now: edits on other nodes come late then, by up to
   * {@code collab.head-check.slow}.
   */
  public boolean isDegraded() {
    return bus.filter(state -> state.circuit() != BusChanged.Circuit.CLOSED).isPresent();
  }
}
