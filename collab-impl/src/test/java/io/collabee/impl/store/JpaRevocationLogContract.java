package io.collabee.impl.store;

import io.collabee.impl.config.Schema;
import io.collabee.impl.security.RevocationLog;
import io.collabee.impl.security.RevocationLogContract;
import java.time.Clock;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** The contract on two nodes that share a database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class JpaRevocationLogContract extends RevocationLogContract {
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
  protected final RevocationLog node() {
    return node.revocations();
  }

  @Override
  protected final RevocationLog otherNode() {
    return otherNode.revocations();
  }
}
