package io.collabee.impl.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.impl.json.JsonText;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Holds answers against the description: that there is one of their status, and that their JSON has
 * the form it says. Of JSON Schema it knows what the description uses.
 */
final class Described {
  private static final JsonObject API = OpenApi.file();

  private Described() {}

  /** Checks an answer to a request; of addresses that are not described nothing is known. */
  static void check(String method, String address, int status, String type, String body) {
    Optional<JsonObject> operation = operation(method, address.split("\\?")[0]);
    // These may come of any request.
    if (operation.isEmpty() || status == 404 || status == 405 || status >= 500) {
      return;
    }
    JsonObject responses = operation.get().getJsonObject("responses");
    assertThat(responses.keySet()).as(method + " " + address).contains(String.valueOf(status));
    JsonObject response = resolved(responses.getJsonObject(String.valueOf(status)));
    if (body.isEmpty()) {
      return;
    }
    String mediaType = type.split(";")[0];
    assertThat(response.getJsonObject("content").keySet())
        .as(method + " " + address)
        .contains(mediaType);
    if (mediaType.endsWith("json")) {
      JsonObject schema =
          response.getJsonObject("content").getJsonObject(mediaType).getJsonObject("schema");
      List<String> wrong = wrong(JsonText.parse(body), schema, "");
      assertThat(wrong).as(method + " " + address + ": " + body).isEmpty();
    }
  }

  private static Optional<JsonObject> operation(String method, String address) {
    String[] parts = ("/" + address).split("/", -1);
    for (Map.Entry<String, JsonValue> path : API.getJsonObject("paths").entrySet()) {
      String[] pattern = path.getKey().split("/", -1);
      boolean isIt = pattern.length == parts.length;
      for (int i = 0; isIt && i < parts.length; i++) {
        isIt = pattern[i].startsWith("{") || pattern[i].equals(parts[i]);
      }
      if (isIt) {
        String name = method.equals("HEAD") ? "get" : method.toLowerCase(Locale.ROOT);
        return Optional.ofNullable(path.getValue().asJsonObject().getJsonObject(name));
      }
    }
    return Optional.empty();
  }

  /** What a reference stands for. */
  static JsonObject resolved(JsonObject value) {
    if (!value.containsKey("$ref")) {
      return value;
    }
    JsonObject found = API;
    for (String part : value.getString("$ref").substring(2).split("/")) {
      found = found.getJsonObject(part);
      assertThat(found).as(value.getString("$ref")).isNotNull();
    }
    return found;
  }

  private static List<String> wrong(JsonValue value, JsonObject reference, String at) {
    JsonObject schema = resolved(reference);
    if (schema.get("oneOf") instanceof JsonArray choices) {
      boolean isAny =
          choices.getValuesAs(JsonObject.class).stream()
              .anyMatch(each -> wrong(value, each, at).isEmpty());
      return isAny ? List.of() : List.of(at + " is none of the choices");
    }
    if (schema.containsKey("type") && !isOf(value, schema.get("type"))) {
      return List.of(at + " is " + value + ", not " + schema.get("type"));
    }
    if (schema.get("enum") instanceof JsonArray all && !all.contains(value)) {
      return List.of(at + " is " + value + ", not of " + all);
    }
    if (value instanceof JsonArray list && schema.containsKey("items")) {
      return list.stream()
          .flatMap(each -> wrong(each, schema.getJsonObject("items"), at + "[]").stream())
          .toList();
    }
    return value instanceof JsonObject object && schema.containsKey("properties")
        ? wrongMembers(object, schema, at)
        : List.of();
  }

  private static List<String> wrongMembers(JsonObject object, JsonObject schema, String at) {
    JsonObject properties = schema.getJsonObject("properties");
    List<String> missing =
        schema.getOrDefault("required", JsonValue.EMPTY_JSON_ARRAY).asJsonArray().stream()
            .map(each -> ((JsonString) each).getString())
            .filter(each -> !object.containsKey(each))
            .map(each -> at + " has no " + each)
            .toList();
    return missing.isEmpty()
        ? object.entrySet().stream()
            .flatMap(
                each ->
                    properties.containsKey(each.getKey())
                        ? wrong(
                            each.getValue(),
                            properties.getJsonObject(each.getKey()),
                            at + "." + each.getKey())
                            .stream()
                        : List.of(at + " has " + each.getKey()).stream())
            .toList()
        : missing;
  }

  private static boolean isOf(JsonValue value, JsonValue type) {
    if (type instanceof JsonArray several) {
      return several.stream().anyMatch(each -> isOf(value, each));
    }
    return switch (((JsonString) type).getString()) {
      case "object" -> value instanceof JsonObject;
      case "array" -> value instanceof JsonArray;
      case "string" -> value instanceof JsonString;
      case "integer" -> value instanceof JsonNumber number && number.isIntegral();
      case "boolean" -> value == JsonValue.TRUE || value == JsonValue.FALSE;
      default -> value == JsonValue.NULL;
    };
  }
}
