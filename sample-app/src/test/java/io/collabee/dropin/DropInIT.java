package io.collabee.dropin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.collabee.Collab;
import io.collabee.CollabException;
import io.collabee.CollabStatus;
import io.collabee.CommittedOperation;
import io.collabee.DocumentId;
import io.collabee.Documents;
import io.collabee.ErrorCode;
import io.collabee.NodeStatus;
import io.collabee.OperationalTransform;
import io.collabee.Side;
import io.collabee.Snapshot;
import io.collabee.event.OperationsCommitted;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.persistence.EntityManager;
import java.io.File;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A page and our jars, nothing else configured, on Payara Micro. */
@ExtendWith(ArquillianExtension.class)
class DropInIT {
  @Inject private Documents documents;
  @Inject private OperationalTransform transform;
  @Inject private CollabStatus status;
  @Inject private Heard heard;
  @Inject @Collab private EntityManager entities;

  @Deployment
  static WebArchive application() {
    return ShrinkWrap.create(WebArchive.class, "drop-in.war")
        .addAsLibraries(new File("target/minutes/WEB-INF/lib").listFiles())
        .addClasses(DropInIT.class, CounterType.class, Heard.class)
        .addAsWebResource(new StringAsset("<p>A page</p>"), "index.html");
  }

  @Test
  void documentsAreCreatedEditedReadAndDeleted() {
    DocumentId id = DocumentId.of("drop-in", "text");
    documents.as("ann").create(id, "text-unicode", Json.createValue("ab"));

    CommittedOperation edited = documents.as("ann").edit(id, 1, array("[1,\"x\"]"));
    Optional<CommittedOperation> again =
        documents.edit(id, now -> Optional.of(array("[\"" + now.version() + "\"]")));

    assertEquals("ann", edited.author());
    assertEquals(2, again.orElseThrow().version());
    assertEquals(Json.createValue("2axb"), documents.read(id).orElseThrow().data());
    assertEquals(Json.createValue("ab"), documents.read(id, 1).data());
    assertEquals(3, documents.operations(id, 0, 99).size());
    documents.delete(id);
    assertTrue(documents.read(id).isEmpty());
  }

  @Test
  void aDocumentIsWatched() throws InterruptedException {
    DocumentId id = DocumentId.of("drop-in", "watched");
    documents.create(id, "json0", JsonValue.EMPTY_JSON_OBJECT);
    LinkedBlockingQueue<CommittedOperation> told = new LinkedBlockingQueue<>();

    Documents.Watch watch = documents.watch(id, told::add);
    documents.edit(id, 1, array("[{\"p\":[\"a\"],\"oi\":1}]"));
    assertEquals(1, told.poll(20, TimeUnit.SECONDS).version());

    watch.close();
    documents.edit(id, 2, array("[{\"p\":[\"b\"],\"oi\":1}]"));
    assertTrue(told.isEmpty());
  }

  @Test
  void eventsAreObservedAtOnceAndLater() {
    DocumentId id = DocumentId.of("drop-in", "events");
    documents.create(id, "rich-text", JsonValue.NULL);

    awaitEvent(heard.sync(), id);
    awaitEvent(heard.async(), id);
  }

  private static void awaitEvent(Collection<OperationsCommitted> events, DocumentId id) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (events.stream().noneMatch(event -> event.document().equals(id))) {
      assertTrue(System.nanoTime() < end, "no event came");
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Test
  void aTypeOfTheApplicationIsServed() {
    DocumentId id = DocumentId.of("drop-in", "counter");
    documents.create(id, "counter", Json.createValue(40));
    documents.edit(id, 1, Json.createValue(2));

    Snapshot snapshot = documents.read(id).orElseThrow();

    assertEquals("http://example.org/types/counter", snapshot.type().orElseThrow());
    assertEquals("42", snapshot.data().toString());
  }

  @Test
  void valuesAreTransformedWithoutADocument() {
    JsonValue moved =
        transform.transform("text-unicode", array("[2,\"x\"]"), array("[\"ab\"]"), Side.LEFT);

    assertEquals(array("[4,\"x\"]"), moved);
    CollabException refused = assertThrows(CollabException.class, () -> transform.type("none"));
    assertEquals(ErrorCode.ERR_DOC_TYPE_NOT_RECOGNIZED, refused.code());
  }

  @Test
  void theEntitiesAreQueriedAndNotWritten() {
    documents.create(DocumentId.of("drop-in", "queried"), "json0", JsonValue.NULL);

    List<String> ids =
        entities
            .createQuery(
                "select d.id from Document d where d.collection = 'drop-in' and d.id = 'queried'",
                String.class)
            .getResultList();

    assertEquals(List.of("queried"), ids);
    assertThrows(
        RuntimeException.class,
        () -> entities.createQuery("delete from Document d").executeUpdate());
  }

  @Test
  void theNodeTellsHowItIsDoing() {
    documents.create(DocumentId.of("drop-in", "counted"), "json0", JsonValue.NULL);

    NodeStatus node = status.node();
    assertTrue(node.operations() > 0);
    assertTrue(node.operationsPerTransaction() >= 1);
    assertTrue(node.bus().isEmpty());
  }

  @Test
  @RunAsClient
  void theServersHealthHasIt(@ArquillianResource URI application) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(application.resolve("/health/ready")).build();
    HttpResponse<String> health =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());

    assertEquals(200, health.statusCode(), health.body());
    JsonObject check =
        Json.createReader(new java.io.StringReader(health.body()))
            .readObject()
            .getJsonArray("checks")
            .getValuesAs(JsonObject.class)
            .stream()
            .filter(each -> each.getString("name").equals("collabee"))
            .findAny()
            .orElseThrow(() -> new AssertionError(health.body()));
    assertEquals("UP", check.getString("status"));
    assertEquals("ready", check.getJsonObject("data").getString("state"));
    assertEquals("up", check.getJsonObject("data").getString("database"));
  }

  @Test
  @RunAsClient
  void theBrowserHalfIsServed(@ArquillianResource URI application) throws Exception {
    URI stable = application.resolve("collab/quill.js");
    HttpResponse<String> name = get(stable);
    Matcher bundle = Pattern.compile("'(\\./quill\\.\\w+\\.js)'").matcher(name.body());
    assertTrue(bundle.find(), name.body());

    HttpResponse<String> script = get(stable.resolve(bundle.group(1)));

    assertEquals(200, script.statusCode());
    assertTrue(script.body().contains("bindQuill"));
    assertEquals(Optional.of("public, no-cache"), name.headers().firstValue("Cache-Control"));
    assertEquals(
        Optional.of("public, max-age=31536000, immutable"),
        script.headers().firstValue("Cache-Control"));
  }

  private static HttpResponse<String> get(URI address) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  @RunAsClient
  void nobodyGetsATicketWithoutALogin(@ArquillianResource URI application) throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(application.resolve("collab/api/tickets"))
                    .POST(HttpRequest.BodyPublishers.noBody())
                    .build(),
                HttpResponse.BodyHandlers.ofString());

    assertEquals(401, answer.statusCode());
    assertEquals(Optional.of("private, no-store"), answer.headers().firstValue("Cache-Control"));
    assertEquals(
        Optional.of("application/problem+json;charset=UTF-8"),
        answer.headers().firstValue("Content-Type"));
  }

  @Test
  @RunAsClient
  void nobodyConnectsWithoutALogin(@ArquillianResource URI application) {
    URI socket = URI.create("ws" + application.toString().substring(4)).resolve("collab/socket");

    CompletionException refused =
        assertThrows(
            CompletionException.class,
            () ->
                HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(socket, new WebSocket.Listener() {})
                    .join());

    WebSocketHandshakeException handshake =
        assertInstanceOf(WebSocketHandshakeException.class, refused.getCause());
    assertEquals(401, handshake.getResponse().statusCode());
  }

  private static JsonArray array(String json) {
    return Json.createReader(new java.io.StringReader(json)).readArray();
  }
}
