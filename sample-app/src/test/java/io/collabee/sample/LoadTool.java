package io.collabee.sample;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.collabee.impl.json.JsonText;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The load tool of {@code src/bench}, which says itself what it can do.
 *
 * @param seconds of measuring
 * @param warmUp seconds before
 */
record LoadTool(String seconds, String warmUp) {
  /** Where it is, with what else runs in Node. */
  static final Path DIRECTORY =
      Path.of(System.getProperty("minutes.bench", "src/bench")).toAbsolutePath();

  /**
   * Runs it.
   *
   * @param options besides the times
   * @return what it found; empty if it failed
   */
  JsonObject run(List<String> options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("node", "load.mjs"));
    command.addAll(List.of("--seconds", seconds, "--warmup", warmUp));
    command.addAll(options);
    Process tool =
        new ProcessBuilder(command)
            .directory(DIRECTORY.toFile())
            .redirectError(Redirect.INHERIT)
            .start();
    String output = new String(tool.getInputStream().readAllBytes(), UTF_8).strip();
    if (tool.waitFor() != 0) {
      return JsonValue.EMPTY_JSON_OBJECT;
    }
    return JsonText.parse(output).asJsonObject();
  }

  /** A latency for a table: p50 and p99; nothing if there is none. */
  static String latency(JsonObject latency) {
    return latency.isNull("p50") ? "" : latency.get("p50") + " / " + latency.get("p99");
  }
}
