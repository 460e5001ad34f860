package io.collabee.impl.ot;

import io.collabee.impl.json.JsonText;
import jakarta.json.JsonObject;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The npm types, run by Node; what {@code src/test/npm} declares is installed below target. */
final class NpmTypes {
  private static final Path DECLARED = Path.of("src/test/npm");
  private static final Path INSTALLED = Path.of("target/npm");
  private static final List<String> FILES =
      List.of("package.json", "package-lock.json", ".npmrc", "answer.js");

  private NpmTypes() {}

  /**
   * Installs the packages, unless they are there already.
   *
   * @throws IllegalStateException if {@code npm ci} fails; its output says why
   */
  static void install() throws IOException, InterruptedException {
    Files.createDirectories(INSTALLED);
    Path done = INSTALLED.resolve("node_modules/installed-lock.json");
    Path lock = DECLARED.resolve("package-lock.json");
    boolean isInstalled = Files.exists(done) && Files.mismatch(done, lock) == -1;
    for (String file : FILES) {
      Files.copy(
          DECLARED.resolve(file), INSTALLED.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    if (isInstalled) {
      return;
    }
    Path log = INSTALLED.resolve("npm.log");
    int exit =
        start("npm", "ci")
            .redirectErrorStream(true)
            .redirectOutput(log.toAbsolutePath().toFile())
            .start()
            .waitFor();
    if (exit != 0) {
      throw new IllegalStateException("npm ci ended with " + exit + ": " + Files.readString(log));
    }
    Files.copy(lock, done);
  }

  private static ProcessBuilder start(String... command) {
    return new ProcessBuilder(command).directory(INSTALLED.toFile());
  }

  /** Has cases answered, each before the next but one or so is made. */
  static void answer(Stream<JsonObject> cases, Consumer<JsonObject> answers)
      throws IOException, InterruptedException {
    Path log = INSTALLED.resolve("node.log");
    Process node = start("node", "answer.js").redirectError(log.toAbsolutePath().toFile()).start();
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(node.getInputStream(), StandardCharsets.UTF_8))) {
      CompletableFuture<Void> asking = CompletableFuture.runAsync(() -> ask(node, cases));
      out.lines().forEach(line -> answers.accept(JsonText.parse(line).asJsonObject()));
      asking.join();
      int exit = node.waitFor();
      if (exit != 0) {
        throw new IllegalStateException(
            "node answer.js ended with " + exit + ": " + Files.readString(log));
      }
    } catch (CompletionException e) {
      throw new IllegalStateException("Not all cases could be asked", e);
    } finally {
      node.destroy();
    }
  }

  private static void ask(Process node, Stream<JsonObject> cases) {
    try (BufferedWriter in =
        new BufferedWriter(
            new OutputStreamWriter(node.getOutputStream(), StandardCharsets.UTF_8))) {
      for (JsonObject asked : (Iterable<JsonObject>) cases::iterator) {
        in.write(JsonText.write(asked));
        in.write('\n');
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
