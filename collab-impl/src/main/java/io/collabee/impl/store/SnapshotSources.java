package io.collabee.impl.store;

import io.collabee.impl.document.StoredSnapshot.LastSent;
import io.collabee.impl.json.JsonText;
import jakarta.json.JsonArray;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** A snapshot's sources as JSON: {@code {"source":[seq, version, milliseconds since 1970]}}. */
final class SnapshotSources {
  private SnapshotSources() {}

  static String write(Map<String, LastSent> sources) {
    JsonObjectBuilder object = JsonText.values().createObjectBuilder();
    sources.forEach(
        (source, last) ->
            object.add(
                source,
                JsonText.values()
                    .createArrayBuilder()
                    .add(last.seq())
                    .add(last.version())
                    .add(last.time().toEpochMilli())));
    return JsonText.write(object.build());
  }

  static Map<String, LastSent> read(String json) {
    Map<String, LastSent> sources = new HashMap<>();
    JsonText.parse(json)
        .asJsonObject()
        .forEach((source, last) -> sources.put(source, lastSent(last.asJsonArray())));
    return sources;
  }

  private static LastSent lastSent(JsonArray last) {
    return new LastSent(number(last, 0), number(last, 1), Instant.ofEpochMilli(number(last, 2)));
  }

  private static long number(JsonArray array, int index) {
    return array.getJsonNumber(index).longValueExact();
  }
}
