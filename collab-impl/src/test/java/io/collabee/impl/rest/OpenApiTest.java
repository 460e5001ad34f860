package io.collabee.impl.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.impl.json.JsonText;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The description of the REST interface; that answers are as it says, the other tests check. */
class OpenApiTest {
  private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");

  private final RestFixture rest = new RestFixture();

  @AfterEach
  void stop() {
    rest.close();
  }

  private JsonObject described(List<Rest.Mapping> mappings) {
    FakeExchange answer =
        new FakeExchange("", "GET", "openapi.json", Map.of(), "")
            .at(rest.servlet(OpenApi.describing(mappings)));
    return JsonText.parse(answer.body()).asJsonObject();
  }

  private static Set<String> operations(JsonObject api) {
    TreeSet<String> operations = new TreeSet<>();
    api.getJsonObject("paths")
        .forEach(
            (path, methods) ->
                methods.asJsonObject().keySet().forEach(method -> operations.add(method + path)));
    return operations;
  }

  @Test
  void everyRouteOfDocumentsIsDescribedAndNothingElse() {
    TreeSet<String> routes = new TreeSet<>();
    rest.mappings()
        .forEach(each -> routes.add(each.method().toLowerCase(Locale.ROOT) + "/" + each.pattern()));

    Set<String> inFile = operations(OpenApi.file());

    assertThat(inFile).containsAll(routes);
    inFile.removeAll(routes);
    assertThat(inFile)
        .containsExactly(
            "delete/session",
            "delete/sessions/{id}",
            "get/openapi.json",
            "get/sessions",
            "post/revocations",
            "post/tickets");
  }

  @Test
  void whatIsServedIsOfTheRoutesThereAre() {
    Rest.Mapping known = new Rest.Mapping("POST", "tickets", asked -> Answer.empty(204));
    Rest.Mapping fresh = new Rest.Mapping("GET", "some/{thing}", asked -> Answer.empty(204));

    JsonObject api = described(List.of(known, fresh));

    assertThat(operations(api))
        .containsExactly("get/openapi.json", "get/some/{thing}", "post/tickets");
    assertThat(api.getJsonObject("paths").getJsonObject("/tickets").getJsonObject("post"))
        .containsKey("summary");
    assertThat(errors(api)).isEmpty();
  }

  @Test
  void aLibraryUnderstandsIt() {
    assertThat(errors(OpenApi.file())).isEmpty();
  }

  private static List<String> errors(JsonObject api) {
    ParseOptions options = new ParseOptions();
    options.setResolve(true);
    SwaggerParseResult read =
        new OpenAPIV3Parser().readContents(JsonText.write(api), null, options);
    assertThat(read.getOpenAPI()).isNotNull();
    assertThat(read.getOpenAPI().getOpenapi()).isEqualTo("3.1.0");
    return read.getMessages() == null ? List.of() : read.getMessages();
  }

  @Test
  void referencesLeadSomewhereAndPathsDeclareWhatIsInThem() {
    references(OpenApi.file());
    List<String> ids = new ArrayList<>();
    OpenApi.file()
        .getJsonObject("paths")
        .forEach(
            (path, methods) ->
                methods
                    .asJsonObject()
                    .forEach(
                        (method, operation) -> {
                          ids.add(operation.asJsonObject().getString("operationId"));
                          assertThat(pathParameters(operation.asJsonObject()))
                              .as(path)
                              .containsExactlyElementsOf(
                                  VARIABLE.matcher(path).results().map(m -> m.group(1)).toList());
                        }));
    assertThat(ids).doesNotHaveDuplicates();
  }

  private static void references(JsonValue value) {
    if (value instanceof JsonObject object) {
      if (object.get("$ref") instanceof JsonString) {
        Described.resolved(object);
      }
      object.values().forEach(OpenApiTest::references);
    } else if (value instanceof JsonArray list) {
      list.forEach(OpenApiTest::references);
    }
  }

  private static List<String> pathParameters(JsonObject operation) {
    return operation.getOrDefault("parameters", JsonValue.EMPTY_JSON_ARRAY).asJsonArray().stream()
        .map(JsonValue::asJsonObject)
        .filter(each -> each.getString("in").equals("path"))
        .map(each -> each.getString("name"))
        .toList();
  }

  @Test
  void itIsServedToAnybody() {
    Rest.Mapping mapping = OpenApi.describing(rest.mappings());

    FakeExchange answer =
        new FakeExchange("", "GET", "openapi.json", Map.of(), "").at(rest.servlet(mapping));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).startsWith("application/json");
  }
}
