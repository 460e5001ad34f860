package io.collabee.sample;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.collabee.impl.json.JsonText;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.opentest4j.AssertionFailedError;

/**
 * The unmodified npm client {@code sharedb} 7 against the running server: the tests are those of
 * {@code src/test/node}, run by Node and reported one by one.
 */
final class ShareDbClientIT {
  private static final Path TESTS =
      Path.of(System.getProperty("minutes.sharedb", "src/test/node")).toAbsolutePath();

  @TestFactory
  Stream<DynamicTest> sharedb() throws Exception {
    List<JsonObject> results = run();
    if (results.size() < 60) {
      throw new AssertionFailedError("Node ran " + results.size() + " tests only");
    }
    return results.stream()
        .map(result -> DynamicTest.dynamicTest(result.getString("name"), () -> check(result)));
  }

  private static void check(JsonObject result) {
    if (!result.isNull("error")) {
      throw new AssertionFailedError(result.getString("error"));
    }
  }

  /** Results as {@code reporter.mjs} writes them, a line each. */
  private static List<JsonObject> run() throws IOException, InterruptedException {
    ProcessBuilder node =
        new ProcessBuilder(
                "node",
                "--test",
                "--test-reporter=./reporter.mjs",
                "--test-reporter-destination=stdout",
                "sharedb-client.test.mjs")
            .directory(TESTS.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    node.environment().put("COLLAB_URL", SharedServer.socket().toString());
    Process process = node.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (!process.waitFor(1, TimeUnit.MINUTES)) {
      process.destroyForcibly();
    }
    return output
        .lines()
        .filter(line -> !line.isBlank())
        .map(line -> JsonText.parse(line).asJsonObject())
        .toList();
  }
}
