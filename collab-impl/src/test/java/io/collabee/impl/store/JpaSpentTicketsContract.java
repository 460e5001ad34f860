package io.collabee.impl.store;

import io.collabee.impl.security.SpentTickets;
import io.collabee.impl.security.SpentTicketsContract;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** The contract on two nodes that share a database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class JpaSpentTicketsContract extends SpentTicketsContract {
  private TwoStores nodes;

  /** A new, empty database. */
  abstract DataSource newDatabase();

  @BeforeAll
  final void openNodes() {
    nodes = new TwoStores(newDatabase());
  }

  @AfterAll
  final void closeNodes() {
    nodes.close();
  }

  @Override
  protected final SpentTickets node() {
    return nodes.node.spentTickets();
  }

  @Override
  protected final SpentTickets otherNode() {
    return nodes.otherNode.spentTickets();
  }
}
