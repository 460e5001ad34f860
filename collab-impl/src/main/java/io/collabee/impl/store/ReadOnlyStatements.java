package io.collabee.impl.store;

import java.util.regex.Pattern;
import org.hibernate.resource.jdbc.spi.StatementInspector;

/** Lets queries through to the database, and nothing that writes or locks. */
final class ReadOnlyStatements implements StatementInspector {
  private static final long serialVersionUID = 1L;
  private static final Pattern QUERY =
      Pattern.compile("\\s*(select|with)\\b", Pattern.CASE_INSENSITIVE);

  /** A locking clause: it stands at the end, behind the last literal. */
  private static final Pattern LOCK =
      Pattern.compile(
          "\\bfor\\s+(no\\s+key\\s+|key\\s+)?(update|share)\\b[^']*$", Pattern.CASE_INSENSITIVE);

  /** A statement that writes, as a part of a query or after its common table expressions. */
  private static final Pattern WRITE =
      Pattern.compile("[()]\\s*(insert|update|delete|merge)\\b", Pattern.CASE_INSENSITIVE);

  private static final Pattern LITERAL = Pattern.compile("'[^']*'");

  @Override
  public String inspect(String sql) {
    if (QUERY.matcher(sql).lookingAt() && !LOCK.matcher(sql).find() && !writes(sql)) {
      return sql;
    }
    throw new UnsupportedOperationException(
        "This entity manager is read-only; documents are written through io.collabee.Documents");
  }

  private static boolean writes(String sql) {
    return WRITE.matcher(LITERAL.matcher(sql).replaceAll("''")).find();
  }
}
