package io.collabee.sample;

import io.collabee.impl.json.JsonText;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * A recorded history of keystrokes.
 *
 * @param end the content it comes to
 * @param agents who typed
 * @param edits in an order in which each comes after those it knows
 */
record Trace(String end, int agents, List<Edit> edits) {

  /**
   * What was typed at one moment.
   *
   * @param agent who, from 0
   * @param seen how many edits of each agent the writer had seen, this one included
   * @param patches one or more, each on the text that the one before left
   */
  record Edit(int agent, List<Integer> seen, List<Patch> patches) {}

  /** Replaces {@code deleted} code points at a position. */
  record Patch(int position, int deleted, String inserted) {}

  /**
   * Where the recorded traces are. They are not part of the project; {@code collabee.traces} names
   * their directory, which otherwise is looked for next to the project.
   */
  static Path directory() {
    return Path.of(System.getProperty("collabee.traces", "../../shared/traces"))
        .toAbsolutePath()
        .normalize();
  }

  /** Reads a trace. */
  static Trace read(Path file) {
    JsonObject trace = json(file).asJsonObject();
    JsonArray recorded = trace.getJsonArray("txns");
    int agents = trace.getInt("numAgents", 1);
    List<Edit> edits = new ArrayList<>(recorded.size());
    for (JsonValue value : recorded) {
      JsonObject edit = value.asJsonObject();
      int agent = edit.getInt("agent", 0);
      edits.add(new Edit(agent, seen(edit, agent, agents, edits), patches(edit)));
    }
    return new Trace(trace.getString("endContent"), agents, edits);
  }

  /** Reads a JSON file, compressed if its name says so. */
  static JsonValue json(Path file) {
    try (InputStream raw = Files.newInputStream(file);
        InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
      return JsonText.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Integer> seen(JsonObject edit, int agent, int agents, List<Edit> before) {
    int[] seen = new int[agents];
    if (edit.containsKey("parents")) {
      for (JsonValue parent : edit.getJsonArray("parents")) {
        List<Integer> known = before.get(((JsonNumber) parent).intValue()).seen();
        for (int i = 0; i < agents; i++) {
          seen[i] = Math.max(seen[i], known.get(i));
        }
      }
    } else {
      seen[agent] = before.size();
    }
    seen[agent]++;
    return Arrays.stream(seen).boxed().toList();
  }

  private static List<Patch> patches(JsonObject edit) {
    return edit.getJsonArray("patches").stream()
        .map(JsonValue::asJsonArray)
        .map(patch -> new Patch(patch.getInt(0), patch.getInt(1), patch.getString(2)))
        .toList();
  }
}
