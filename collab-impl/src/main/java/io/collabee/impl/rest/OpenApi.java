package io.collabee.impl.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.collabee.impl.json.JsonText;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The description of this interface as OpenAPI 3.1 has it: of the mappings that there are, and of
 * no others, what {@code openapi.json} says. One that it says nothing of is there with its address.
 */
final class OpenApi {
  private static final String PATH = "openapi.json";

  private OpenApi() {}

  /** Where the description of others is, and of itself. */
  static Rest.Mapping describing(List<Rest.Mapping> others) {
    List<Rest.Mapping> all = new ArrayList<>(others);
    Rest.Mapping itself = new Rest.Mapping("GET", PATH, asked -> Answer.empty(204));
    all.add(itself);
    String described = JsonText.write(description(all));
    return new Rest.Mapping("GET", PATH, asked -> Answer.json(200, described));
  }

  /** What the file says. */
  static JsonObject file() {
    try (InputStream in = OpenApi.class.getResourceAsStream(PATH)) {
      if (in == null) {
        throw new IllegalStateException(PATH + " is missing");
      }
      return JsonText.parse(new String(in.readAllBytes(), UTF_8)).asJsonObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonObject description(List<Rest.Mapping> mappings) {
    JsonObject file = file();
    JsonObject known = file.getJsonObject("paths");
    Map<String, JsonObjectBuilder> paths = new LinkedHashMap<>();
    for (Rest.Mapping mapping : mappings) {
      String path = "/" + mapping.pattern();
      String method = mapping.method().toLowerCase(Locale.ROOT);
      JsonObject operations = known.getOrDefault(path, JsonValue.EMPTY_JSON_OBJECT).asJsonObject();
      paths
          .computeIfAbsent(path, any -> JsonText.values().createObjectBuilder())
          .add(method, operations.getOrDefault(method, undescribed(mapping)));
    }
    JsonObjectBuilder all = JsonText.values().createObjectBuilder();
    paths.forEach(all::add);
    return JsonText.values().createObjectBuilder(file).add("paths", all).build();
  }

  private static JsonObject undescribed(Rest.Mapping mapping) {
    JsonArrayBuilder parameters = JsonText.values().createArrayBuilder();
    for (String part : mapping.pattern().split("/")) {
      if (part.startsWith("{")) {
        parameters.add(
            JsonText.values()
                .createObjectBuilder()
                .add("name", part.substring(1, part.length() - 1))
                .add("in", "path")
                .add("required", true)
                .add("schema", JsonText.values().createObjectBuilder().add("type", "string")));
      }
    }
    JsonObjectBuilder any =
        JsonText.values().createObjectBuilder().add("description", "What it answers.");
    return JsonText.values()
        .createObjectBuilder()
        .add("parameters", parameters)
        .add("responses", JsonText.values().createObjectBuilder().add("default", any))
        .build();
  }
}
