package io.collabee.impl.store;

import io.collabee.impl.config.Schema;
import io.collabee.impl.document.OperationLog;
import io.collabee.impl.document.OperationLogContract;
import java.time.Clock;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** The contract on two nodes that share a database, and what only databases can get wrong. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class JpaOperationLogContract extends OperationLogContract {
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

  /** The log that a node uses. */
  OperationLog log(JpaStore store) {
    return store.operationLog();
  }

  @Override
  protected final OperationLog log() {
    return log(node);
  }

  @Override
  protected final OperationLog otherNodesLog() {
    return log(otherNode);
  }
}
