package io.collabee.impl.store;

import io.collabee.impl.json.JsonText;
import io.collabee.impl.store.DiffFormat.Entry;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;

/**
 * Recorded keystrokes as a log has them. They are not part of the project; {@code collabee.traces}
 * names their directory, which otherwise is looked for next to the project.
 */
final class Traces {
  static final List<String> NAMES =
      List.of("automerge-paper", "rustcode", "clownschool", "friendsforever");

  private static final Instant START = Instant.parse("2026-11-24T08:00:00.123Z");

  private Traces() {}

  /**
   * A history.
   *
   * @param end what it comes to
   * @param operations one a patch, after the document's creation
   * @param patches what each does
   * @param characters how many characters were put in and taken away
   */
  record Trace(String end, List<Entry> operations, List<Patch> patches, long characters) {}

  /** Takes away so many code points at a position, and puts a text there. */
  record Patch(int position, int deleted, String inserted) {}

  static Path directory() {
    return Path.of(System.getProperty("collabee.traces", "../../shared/traces"))
        .toAbsolutePath()
        .normalize();
  }

  static boolean areThere() {
    return Files.isDirectory(directory());
  }

  /**
   * Reads a history. The recorded times are to the second or missing, so each operation comes as
   * long after the one before as a typist takes: 60 to 600 milliseconds mostly, and a pause of some
   * seconds now and then.
   */
  static Trace read(String name) {
    Path flat = directory().resolve(name + "_flat.json.gz");
    boolean isAlone = !Files.exists(flat);
    JsonObject trace = json(isAlone ? directory().resolve(name + ".json.gz") : flat);
    JsonArray agents =
        isAlone
            ? JsonValue.EMPTY_JSON_ARRAY
            : json(directory().resolve(name + ".concurrent.json.gz")).getJsonArray("txns");
    Random random = new Random(name.hashCode());
    List<Entry> operations = new ArrayList<>();
    List<Patch> patches = new ArrayList<>();
    operations.add(
        new Entry(
            0,
            77,
            1,
            START,
            "\"create\":{\"type\":\"http://sharejs.org/types/text-unicode\",\"data\":\"\"}"));
    long[] seqs = new long[16];
    seqs[0] = 1;
    Instant time = START;
    long characters = 0;
    JsonArray recorded = trace.getJsonArray("txns");
    for (int i = 0; i < recorded.size(); i++) {
      int agent = isAlone ? 0 : agents.getJsonObject(i).getInt("agent");
      for (JsonValue value : recorded.getJsonObject(i).getJsonArray("patches")) {
        JsonArray patch = value.asJsonArray();
        time = time.plusMillis(pause(random));
        String text = patch.getString(2);
        patches.add(new Patch(patch.getInt(0), patch.getInt(1), text));
        characters += text.codePointCount(0, text.length()) + patch.getInt(1);
        operations.add(
            new Entry(
                operations.size(),
                77 + agent,
                ++seqs[agent],
                time,
                payload(patch.getInt(0), patch.getInt(1), text)));
      }
    }
    return new Trace(trace.getString("endContent"), operations, patches, characters);
  }

  private static long pause(Random random) {
    double pause = 180 * Math.exp(0.5 * random.nextGaussian());
    return Math.round(random.nextInt(40) == 0 ? 20 * pause : pause);
  }

  private static String payload(int position, int deleted, String inserted) {
    List<String> steps = new ArrayList<>();
    if (position > 0) {
      steps.add(String.valueOf(position));
    }
    if (!inserted.isEmpty()) {
      steps.add(JsonText.quote(inserted));
    }
    if (deleted > 0) {
      steps.add("{\"d\":" + deleted + "}");
    }
    return "\"op\":[" + String.join(",", steps) + "]";
  }

  /** Reads a JSON file, compressed if its name says so. */
  static JsonObject json(Path file) {
    try (InputStream raw = Files.newInputStream(file);
        InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
      return JsonText.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8)).asJsonObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
