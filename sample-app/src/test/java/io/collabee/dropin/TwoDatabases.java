package io.collabee.dropin;

import io.collabee.DocumentId;
import io.collabee.spi.DocumentPlacement;
import jakarta.annotation.sql.DataSourceDefinition;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;

/** Keeps one organisation's documents in a database of their own. */
@ApplicationScoped
@DataSourceDefinition(
    name = TwoDatabases.SECOND,
    className = "org.h2.jdbcx.JdbcDataSource",
    url = "jdbc:h2:mem:second;DB_CLOSE_DELAY=-1",
    user = "sa",
    password = "")
public class TwoDatabases implements DocumentPlacement {
  static final String SECOND = "java:app/jdbc/second";

  @Override
  public Set<String> dataSources() {
    return Set.of(SECOND);
  }

  @Override
  public Optional<String> dataSource(DocumentId document) {
    return document.organisation().equals("large") ? Optional.of(SECOND) : Optional.empty();
  }
}
