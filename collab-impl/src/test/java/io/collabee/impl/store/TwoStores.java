package io.collabee.impl.store;

import io.collabee.impl.config.Schema;
import java.time.Clock;
import javax.sql.DataSource;

/** Two nodes that share a database. */
final class TwoStores implements AutoCloseable {
  final JpaStore node;
  final JpaStore otherNode;

  /**
   * @param dataSource of a new, empty database
   */
  TwoStores(DataSource dataSource) {
    node = JpaStore.open(dataSource, Schema.CREATE, Clock.systemUTC());
    otherNode = JpaStore.open(dataSource, Schema.VALIDATE, Clock.systemUTC());
  }

  @Override
  public void close() {
    node.close();
    otherNode.close();
  }
}
