package io.collabee.impl.store;

import io.collabee.impl.config.Schema;
import io.collabee.impl.security.SpentTickets;
import io.collabee.impl.security.SpentTicketsContract;
import java.time.Clock;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** The contract on two nodes that share a database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class JpaSpentTicketsContract extends SpentTicketsContract {
  private JpaStore node;
  private JpaStore otherNode;

  /** A new, empty database. */
  abstract DataSource newDatabase();

  @BeforeAll
  final void openNodes() {
    DataSource dataSource = newDatabase();
    node = JpaStore.open(dataSource, Schema.CREATE, Clock.systemUTC());
    otherNode = JpaStore.open(dataSource, Schema.VALIDATE, Clock.systemUTC());
  }

  @AfterAll
  final void closeNodes() {
    node.close();
    otherNode.close();
  }

  @Override
  protected final SpentTickets node() {
    return node.spentTickets();
  }

  @Override
  protected final SpentTickets otherNode() {
    return otherNode.spentTickets();
  }
}
