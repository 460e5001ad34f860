package io.collabee.sample;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Looks for what keeps people out of a page. */
final class Axe {
  private static final Path SCRIPT =
      Path.of(
          System.getProperty("minutes.npm", "src/test/web"), "node_modules/axe-core/axe.min.js");

  private Axe() {}

  /** What axe finds that is serious or critical, in JSON: {@code []} if nothing is. */
  static String barriers(Page page) {
    if (!Boolean.TRUE.equals(page.evaluate("'axe' in window"))) {
      page.evaluate(script());
    }
    return String.valueOf(
        page.evaluate(
            """
            async () => {
              const { violations } = await axe.run();
              return JSON.stringify(violations
                .filter(({ impact }) => impact === 'serious' || impact === 'critical')
                .map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]));
            }
            """));
  }

  private static String script() {
    try {
      return Files.readString(SCRIPT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
