package io.collabee.impl.store;

import io.collabee.impl.security.StoredSessions;
import io.collabee.impl.security.StoredSessionsContract;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** The contract on two nodes that share a database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class JpaStoredSessionsContract extends StoredSessionsContract {
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
  protected final StoredSessions node() {
    return nodes.node.storedSessions();
  }

  @Override
  protected final StoredSessions otherNode() {
    return nodes.otherNode.storedSessions();
  }
}
