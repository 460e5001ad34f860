package io.collabee.impl.store;

import io.collabee.impl.security.RevocationLog;
import io.collabee.impl.security.RevocationLogContract;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** The contract on two nodes that share a database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class JpaRevocationLogContract extends RevocationLogContract {
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
  protected final RevocationLog node() {
    return nodes.node.revocations();
  }

  @Override
  protected final RevocationLog otherNode() {
    return nodes.otherNode.revocations();
  }
}
