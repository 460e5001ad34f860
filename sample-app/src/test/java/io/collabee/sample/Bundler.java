package io.collabee.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Builds the files of a page of documentation as its reader would, with npm's packages. */
final class Bundler {
  private static final Path BUILD = Path.of(System.getProperty("minutes.build", "target"));
  private static final Path PACKAGES =
      Path.of(System.getProperty("minutes.npm", "src/test/web"), "node_modules").toAbsolutePath();

  private Bundler() {}

  /**
   * Writes the files into a folder and bundles one of them, with all it imports, into {@code built}
   * in it.
   *
   * @return the folder
   */
  static Path bundle(Guide guide, String entry) {
    Path folder = BUILD.resolve("bundled").toAbsolutePath();
    try {
      Files.createDirectories(folder);
      for (String name : guide.files().keySet()) {
        Files.writeString(folder.resolve(name), guide.files().get(name));
      }
      esbuild(folder, entry, "--bundle", "--format=esm", "--outdir=built", "--log-level=warning");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return folder;
  }

  private static void esbuild(Path folder, String entry, String... options)
      throws IOException, InterruptedException {
    ProcessBuilder command =
        new ProcessBuilder(PACKAGES.resolve(".bin/esbuild").toString(), entry)
            .directory(folder.toFile())
            .redirectErrorStream(true);
    command.command().addAll(List.of(options));
    command.environment().put("NODE_PATH", PACKAGES.toString());
    Process process = command.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(said);
    }
  }
}
