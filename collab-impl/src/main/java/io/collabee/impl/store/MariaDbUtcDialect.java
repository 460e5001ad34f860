package io.collabee.impl.store;

import org.hibernate.dialect.MariaDBDialect;
import org.hibernate.dialect.MariaDBSqlAstTranslator;
import org.hibernate.engine.jdbc.dialect.spi.DialectResolutionInfo;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.sql.ast.SqlAstTranslator;
import org.hibernate.sql.ast.SqlAstTranslatorFactory;
import org.hibernate.sql.ast.spi.StandardSqlAstTranslatorFactory;
import org.hibernate.sql.ast.tree.Statement;
import org.hibernate.sql.ast.tree.insert.ConflictClause;
import org.hibernate.sql.exec.spi.JdbcOperation;

/**
 * MariaDB's dialect, with two differences.
 *
 * <p>The database's clock tells UTC, as all times in the tables are; Hibernate's would tell the
 * time in whichever zone the session has.
 *
 * <p>{@code on conflict do nothing} is left out, as it is on H2. Hibernate's would be {@code on
 * duplicate key update}, after which MariaDB's driver counts a row that was there as written: two
 * could spend one ticket.
 */
public final class MariaDbUtcDialect extends MariaDBDialect {
  private static final String NOW = "utc_timestamp(3)";

  /** Called by Hibernate. */
  public MariaDbUtcDialect(DialectResolutionInfo info) {
    super(info);
  }

  @Override
  public String currentTimestamp() {
    return NOW;
  }

  @Override
  public String currentLocalTimestamp() {
    return NOW;
  }

  @Override
  public String currentTimestampWithTimeZone() {
    return NOW;
  }

  @Override
  public SqlAstTranslatorFactory getSqlAstTranslatorFactory() {
    return new StandardSqlAstTranslatorFactory() {
      @Override
      protected <T extends JdbcOperation> SqlAstTranslator<T> buildTranslator(
          SessionFactoryImplementor factory, Statement statement) {
        return new WithoutConflictClause<>(factory, statement);
      }
    };
  }

  private static final class WithoutConflictClause<T extends JdbcOperation>
      extends MariaDBSqlAstTranslator<T> {
    WithoutConflictClause(SessionFactoryImplementor factory, Statement statement) {
      super(factory, statement);
    }

    @Override
    protected void visitConflictClause(ConflictClause conflictClause) {
      // Whoever inserts expects that it may fail.
    }
  }
}
