package io.collabee.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds a browser: the machine's, or the one in the npm package. */
public final class Chromium {
  private static final Path INSTALLED = Path.of("/usr/bin/chromium");

  /** Where its program is. */
  public static final Path PROGRAM = Files.isExecutable(INSTALLED) ? INSTALLED : packaged();

  private Chromium() {}

  private static Path packaged() {
    Path script = Path.of(System.getProperty("minutes.npm", "src/test/web"), "chromium.mjs");
    try {
      Process node =
          new ProcessBuilder("node", script.toString()).redirectErrorStream(true).start();
      String printed =
          new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (node.waitFor() != 0) {
        throw new IllegalStateException("No browser: " + printed);
      }
      return Path.of(printed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
