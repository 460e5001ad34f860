package io.collabee.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Finds a browser: the machine's, or the one in the npm package. */
public final class Chromium {
  private static final Path LOCK =
      Path.of(System.getProperty("minutes.build", "target"), "chromium.lock");
  private static final Path INSTALLED = Path.of("/usr/bin/chromium");

  /** Where its program is. */
  public static final Path PROGRAM = Files.isExecutable(INSTALLED) ? INSTALLED : packaged();

  private Chromium() {}

  /** Unpacks it, but for the first time only; another JVM that does so is waited for. */
  private static Path packaged() {
    Path script = Path.of(System.getProperty("minutes.npm", "src/test/web"), "chromium.mjs");
    try (FileChannel file =
        FileChannel.open(LOCK, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      // Given back with the file.
      file.lock();
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
