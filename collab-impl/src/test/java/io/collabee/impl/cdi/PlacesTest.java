package io.collabee.impl.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.collabee.CollabException;
import io.collabee.CommittedOperation;
import io.collabee.DocumentId;
import io.collabee.Documents;
import io.collabee.ErrorCode;
import io.collabee.event.OperationsCommitted;
import io.collabee.impl.config.TestConfiguration;
import io.collabee.impl.store.TestDatabases;
import io.collabee.spi.Access;
import io.collabee.spi.DocumentPlacement;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonString;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** Nodes whose documents are kept in two databases, on two servers of PostgreSQL. */
class PlacesTest {
  private static final DocumentId SMALL = new DocumentId("small", "notes", "n");
  private static final DocumentId LARGE = new DocumentId("large", "notes", "n");

  @TempDir private Path folder;
  private final DataSource first = TestDatabases.postgres();
  private final List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
  private final List<OperationsCommitted> events = Collections.synchronizedList(new ArrayList<>());
  private final List<Node> nodes = new ArrayList<>();
  private EmbeddedPostgres server;
  private DataSource second;

  @BeforeEach
  void startServer() throws IOException {
    server =
        EmbeddedPostgres.builder().setDataDirectory(data()).setCleanDataDirectory(false).start();
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {"localhost"});
    source.setPortNumbers(new int[] {server.getPort()});
    source.setDatabaseName("postgres");
    source.setUser("postgres");
    second = source;
  }

  private File data() {
    return folder.resolve("data").toFile();
  }

  private void startServerAgain() throws IOException {
    server =
        EmbeddedPostgres.builder()
            .setDataDirectory(data())
            .setCleanDataDirectory(false)
            .setPort(server.getPort())
            .start();
  }

  @AfterEach
  void stop() throws IOException {
    nodes.forEach(Node::close);
    server.close();
    await().untilAsserted(() -> assertThat(threads).noneMatch(Thread::isAlive));
  }

  private Documents node() {
    Node node =
        new Node(
            TestConfiguration.of("collab.head-check.slow", "PT0.2S"),
            new Node.Surroundings(
                first,
                task -> {
                  Thread thread = new Thread(task, "unnamed");
                  threads.add(thread);
                  return thread;
                },
                Clock.systemUTC(),
                List.of(),
                (caller, document) -> Access.WRITE,
                Optional.of(events::add),
                change -> {},
                Optional.empty(),
                Optional.empty(),
                Optional::empty,
                Optional.empty(),
                Optional.of(
                    new Places.Placement("first", Map.of("second", second), new ByName()))));
    nodes.add(node);
    return node.documents();
  }

  /** The organisation's name says where its documents are. */
  private static final class ByName implements DocumentPlacement {
    @Override
    public Set<String> dataSources() {
      return Set.of("second");
    }

    @Override
    @SuppressWarnings({"NullAway", "NullOptional"}) // As a careless host may.
    public Optional<String> dataSource(DocumentId document) {
      return switch (document.organisation()) {
        case "large" -> Optional.of("second");
        case "named" -> Optional.of("first");
        case "misspelt" -> Optional.of("sceond");
        case "null" -> null;
        case "failing" -> throw new UnsupportedOperationException("a host's bug");
        default -> Optional.empty();
      };
    }
  }

  @Test
  void documentsOfTwoDatabasesAreEditedOnTwoNodes() throws Exception {
    long seed = System.nanoTime();
    System.out.println("documentsOfTwoDatabasesAreEditedOnTwoNodes: seed " + seed);
    Documents one = node();
    Documents other = node();
    List<DocumentId> documents = new ArrayList<>();
    List<CommittedOperation> watched = Collections.synchronizedList(new ArrayList<>());
    for (String organisation : List.of("small", "large")) {
      for (int i = 0; i < 3; i++) {
        DocumentId document = new DocumentId(organisation, "notes", "n" + i);
        documents.add(document);
        one.create(document, "text-unicode", Json.createValue(""));
        other.watch(document, watched::add);
      }
    }

    ExecutorService writers = Executors.newFixedThreadPool(4);
    List<Future<?>> writing = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Random random = new Random(seed + i);
      Documents node = i % 2 == 0 ? one : other;
      String letter = String.valueOf((char) ('a' + i));
      writing.add(
          writers.submit(
              () -> {
                for (int edit = 0; edit < 25; edit++) {
                  append(node, documents.get(random.nextInt(documents.size())), letter);
                }
              }));
    }
    for (Future<?> each : writing) {
      each.get(2, TimeUnit.MINUTES);
    }
    writers.shutdown();

    await().untilAsserted(() -> assertThat(watched).hasSize(100));
    int length = 0;
    for (DocumentId document : documents) {
      String text = text(one, document);
      assertThat(text(other, document)).as("seed %d", seed).isEqualTo(text);
      assertThat(one.operations(document, 0, Long.MAX_VALUE)).hasSize(text.length() + 1);
      assertThat(((JsonString) one.read(document, 1).data()).getString()).isEmpty();
      length += text.length();
    }
    assertThat(length).isEqualTo(100);
    await().untilAsserted(() -> assertThat(committed()).isEqualTo(106));
    assertThat(organisations(first)).containsExactly("small");
    assertThat(organisations(second)).containsExactly("large");
  }

  private int committed() {
    synchronized (events) {
      return events.stream().mapToInt(event -> event.operations().size()).sum();
    }
  }

  @Test
  void aDatabaseThatStopsTakesOnlyItsOwnDocumentsWithIt() throws Exception {
    Documents one = node();
    Documents other = node();
    create(one, SMALL);
    create(one, LARGE);
    append(other, LARGE, "a");
    List<CommittedOperation> watched = Collections.synchronizedList(new ArrayList<>());
    other.watch(SMALL, watched::add);
    other.watch(LARGE, watched::add);

    server.close();

    assertUnavailable(() -> one.edit(LARGE, 2, insert("b")));
    assertUnavailable(() -> other.edit(LARGE, 2, insert("b")));
    for (int i = 0; i < 20; i++) {
      append(i % 2 == 0 ? one : other, SMALL, "b");
    }
    assertThat(text(one, SMALL)).hasSize(20).isEqualTo(text(other, SMALL));
    await().untilAsserted(() -> assertThat(watched).hasSize(20));
    await().untilAsserted(() -> assertThat(committed()).isEqualTo(23));

    startServerAgain();

    append(one, LARGE, "c");
    append(other, LARGE, "d");
    assertThat(text(one, LARGE)).hasSize(3).isEqualTo(text(other, LARGE));
    await().untilAsserted(() -> assertThat(watched).hasSize(22));
  }

  @Test
  void aDatabaseThatIsAwayAtTheStartIsOpenedWhenItIsBack() throws Exception {
    server.close();

    Documents one = node();

    create(one, SMALL);
    append(one, SMALL, "a");
    assertUnavailable(() -> create(one, LARGE));

    startServerAgain();

    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreException(CollabException.class)
        .untilAsserted(() -> create(one, LARGE));
    Documents other = node();
    List<CommittedOperation> watched = Collections.synchronizedList(new ArrayList<>());
    one.watch(LARGE, watched::add);
    append(other, LARGE, "b");
    // By the head check, which is of a database that was opened late.
    await().untilAsserted(() -> assertThat(watched).hasSize(1));
  }

  @Test
  void aStopDoesNotWaitForADatabaseThatIsAway() throws Exception {
    server.close();
    node();

    nodes.get(0).close();

    // The last thing that a thread does is to tell that it ends.
    await().untilAsserted(() -> assertThat(threads).noneMatch(Thread::isAlive));
  }

  @Test
  void aDocumentThatCannotBePlacedFailsAlone() {
    Documents one = node();

    for (String organisation : List.of("misspelt", "null", "failing")) {
      assertThatThrownBy(() -> create(one, new DocumentId(organisation, "notes", "n")))
          .isInstanceOfSatisfying(
              CollabException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.ERR_UNKNOWN_ERROR))
          .hasMessage("The server does not know where the document is");
    }

    create(one, SMALL);
    create(one, LARGE);
    create(one, new DocumentId("named", "notes", "n"));
    assertThat(organisations(first)).containsExactly("named", "small");
  }

  private static void create(Documents documents, DocumentId document) {
    documents.create(document, "text-unicode", Json.createValue(""));
  }

  private static void append(Documents documents, DocumentId document, String text) {
    documents.edit(document, now -> Optional.of(insert(text)));
  }

  private static JsonArray insert(String text) {
    return Json.createArrayBuilder().add(text).build();
  }

  private static String text(Documents documents, DocumentId document) {
    return ((JsonString) documents.read(document).orElseThrow().data()).getString();
  }

  private static void assertUnavailable(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            CollabException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.ERR_STORE_UNAVAILABLE));
  }

  private static Set<String> organisations(DataSource database) {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select organisation from collab_document")) {
      Set<String> organisations = new TreeSet<>();
      while (rows.next()) {
        organisations.add(rows.getString(1));
      }
      return organisations;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
