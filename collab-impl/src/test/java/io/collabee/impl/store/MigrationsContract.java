package io.collabee.impl.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collabee.CollabException;
import io.collabee.ErrorCode;
import io.collabee.impl.config.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

abstract class MigrationsContract {
  private static final List<String> SCRIPTS =
      List.of("V1__documents.sql", "V2__security.sql", "V3__chunks.sql", "V4__labels.sql");

  private final Database database;
  private DataSource dataSource;

  MigrationsContract(Database database) {
    this.database = database;
  }

  abstract DataSource newDatabase();

  @BeforeEach
  final void newDataSource() {
    dataSource = newDatabase();
  }

  private void run(Schema mode) {
    new Migrations(dataSource, database, new Failures()).run(mode);
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private List<String> history() throws SQLException {
    List<String> scripts = new ArrayList<>();
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery("select script from collab_schema_history order by version")) {
      while (result.next()) {
        scripts.add(result.getString(1));
      }
    }
    return scripts;
  }

  @Test
  void createBringsAnEmptyDatabaseUpToDate() throws SQLException {
    run(Schema.CREATE);

    assertThat(history()).isEqualTo(SCRIPTS);
    assertThatCode(() -> run(Schema.VALIDATE)).doesNotThrowAnyException();
  }

  @Test
  void createTwiceDoesNothingMore() throws SQLException {
    run(Schema.CREATE);
    run(Schema.CREATE);

    assertThat(history()).isEqualTo(SCRIPTS);
  }

  @Test
  void createFinishesWhatFailedHalfWay() throws SQLException {
    run(Schema.CREATE);
    execute("drop table collab_secret");
    execute("delete from collab_schema_history");

    run(Schema.CREATE);

    assertThat(history()).isEqualTo(SCRIPTS);
    execute("select * from collab_secret");
  }

  @Test
  void nodesThatCreateAtOnceAllSucceed() throws Exception {
    ExecutorService nodes = Executors.newFixedThreadPool(8);
    CountDownLatch go = new CountDownLatch(1);
    List<Future<?>> starting = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      starting.add(
          nodes.submit(
              () -> {
                go.await();
                run(Schema.CREATE);
                return null;
              }));
    }
    go.countDown();

    for (Future<?> each : starting) {
      each.get(60, TimeUnit.SECONDS);
    }
    nodes.shutdown();
    assertThat(history()).isEqualTo(SCRIPTS);
  }

  @Test
  void validateRefusesAnEmptyDatabase() {
    assertThatThrownBy(() -> run(Schema.VALIDATE))
        .isInstanceOfSatisfying(
            CollabException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.ERR_STORE_UNAVAILABLE))
        .hasMessageContainingAll(
            "version 0", "needs 4", "V1__documents.sql", database.folder(), "collab.schema");
  }

  @Test
  void aSchemaNewerThanTheReleaseIsRefused() throws SQLException {
    run(Schema.CREATE);
    execute("insert into collab_schema_history values (99, 'V99.sql', current_timestamp)");

    assertThatThrownBy(() -> run(Schema.VALIDATE)).hasMessageContaining("version 99");
    assertThatThrownBy(() -> run(Schema.CREATE)).hasMessageContaining("version 99");
  }

  @Test
  void noneLooksAtNothing() {
    run(Schema.NONE);

    assertThatThrownBy(this::history).isInstanceOf(SQLException.class);
  }

  @Test
  void aDatabaseOfTheFirstReleaseIsUpdatedAndKeepsWhatItHas() throws Exception {
    runByHand("V1__documents.sql");
    execute("insert into collab_source values (1, 'source', 'ann')");

    run(Schema.CREATE);

    assertThat(history()).isEqualTo(SCRIPTS);
    execute("select * from collab_spent_ticket");
    execute("select * from collab_chunk");
    assertThat(count("collab_source")).isEqualTo(1);
  }

  @Test
  void validateTellsWhatADatabaseOfTheFirstReleaseLacks() throws Exception {
    runByHand("V1__documents.sql");

    assertThatThrownBy(() -> run(Schema.VALIDATE))
        .hasMessageContainingAll("version 1", "needs 4", "from V2__security.sql on");
  }

  @Test
  void anUpdateFinishesWhatFailedHalfWay() throws Exception {
    run(Schema.CREATE);
    execute("drop table collab_session");
    execute("delete from collab_schema_history where version >= 2");

    run(Schema.CREATE);

    assertThat(history()).isEqualTo(SCRIPTS);
    execute("select * from collab_session");
  }

  @Test
  void scriptsRunByHandAreAsGood() throws Exception {
    for (String script : SCRIPTS) {
      runByHand(script);
    }

    assertThatCode(() -> run(Schema.VALIDATE)).doesNotThrowAnyException();
  }

  private void runByHand(String script) throws Exception {
    for (String sql : Migrations.statements(script(script))) {
      execute(sql);
    }
  }

  private int count(String table) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("select count(*) from " + table)) {
      result.next();
      return result.getInt(1);
    }
  }

  private String script(String name) throws IOException {
    try (InputStream in =
        Migrations.class.getResourceAsStream("schema/" + database.folder() + "/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
