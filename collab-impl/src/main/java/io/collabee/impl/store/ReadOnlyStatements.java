package io.collabee.impl.store;

import java.util.Locale;
import org.hibernate.resource.jdbc.spi.StatementInspector;

/** Lets queries through to the database, and nothing that writes or locks. */
final class ReadOnlyStatements implements StatementInspector {
  private static final long serialVersionUID = 1L;

  @Override
  public String inspect(String sql) {
    String start = sql.stripLeading().toLowerCase(Locale.ROOT);
    if (start.startsWith("select") || start.startsWith("with")) {
      return sql;
    }
    throw new UnsupportedOperationException(
        "This entity manager is read-only; documents are written through io.collabee.Documents");
  }
}
