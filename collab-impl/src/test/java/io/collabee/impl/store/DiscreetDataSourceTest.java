package io.collabee.impl.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class DiscreetDataSourceTest {
  private static final String SECRET = "nobody's business";

  static Stream<DataSource> databases() {
    return Stream.of(TestDatabases.h2(), TestDatabases.postgres());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void aFailedBatchDoesNotTellItsValues(DataSource dataSource) throws SQLException {
    byte[] bytes = SECRET.getBytes(StandardCharsets.UTF_8);
    try (Connection connection =
            new DiscreetDataSource(dataSource, Database.POSTGRESQL).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create table t (id integer primary key, content varchar(100))");
      try (PreparedStatement insert = connection.prepareStatement("insert into t values (?, ?)")) {
        for (int i = 0; i < 2; i++) {
          insert.setInt(1, 7);
          insert.setString(2, SECRET);
          insert.addBatch();
        }

        assertThatThrownBy(insert::executeBatch)
            .isInstanceOfSatisfying(
                SQLException.class,
                e -> {
                  assertThat((Throwable) e)
                      .isNotInstanceOf(BatchUpdateException.class)
                      .hasNoCause();
                  assertThat((Throwable) e.getNextException()).isNull();
                  assertThat(e.getSQLState()).isEqualTo("23505");
                  assertThat(e.getMessage())
                      .doesNotContain(SECRET)
                      .doesNotContain(HexFormat.of().formatHex(bytes))
                      .containsIgnoringCase("unique");
                });
      }
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void aBadDatumIsNotQuoted(DataSource dataSource) throws SQLException {
    try (Connection connection =
            new DiscreetDataSource(dataSource, Database.POSTGRESQL).getConnection();
        PreparedStatement select =
            connection.prepareStatement("select cast(cast(? as varchar(100)) as integer)")) {
      select.setString(1, SECRET);

      assertThatThrownBy(
              () -> {
                try (var result = select.executeQuery()) {
                  result.next();
                }
              })
          .isInstanceOf(SQLException.class)
          .hasMessageNotContaining(SECRET);
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void whatWorksWorks(DataSource dataSource) throws SQLException {
    try (Connection connection =
            new DiscreetDataSource(dataSource, Database.POSTGRESQL).getConnection();
        Statement statement = connection.createStatement();
        var result = statement.executeQuery("select 42")) {
      assertThat(result.next()).isTrue();
      assertThat(result.getInt(1)).isEqualTo(42);
    }
  }
}
