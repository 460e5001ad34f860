package io.collabee.sample;

import io.collabee.Rendering;
import io.collabee.Snapshot;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a file with minutes may be; what is in it is the module's to say. */
enum ExportForm {
  /** A page that stands alone. */
  HTML("html") {
    @Override
    String write(String title, Snapshot text, Rendering rendering) {
      return PAGE.formatted(escaped(title), rendering.html(text).orElse(""));
    }
  },
  /** For a wiki, or a repository. */
  MARKDOWN("md") {
    @Override
    String write(String title, Snapshot text, Rendering rendering) {
      String heading = title.replaceAll("([\\\\`*_\\[\\]<>#&])", "\\\\$1");
      return "# " + heading + "\n\n" + rendering.markdown(text).orElse("");
    }
  },
  /** For a mail. */
  PLAIN("txt") {
    @Override
    String write(String title, Snapshot text, Rendering rendering) {
      return title + "\n\n" + rendering.text(text).orElse("");
    }
  };

  private static final String PAGE =
      """
      <!doctype html>
      <html>
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width">
      <title>%1$s</title>
      <style>
      body { max-width: 42rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.6 system-ui, sans-serif }
      blockquote { margin-left: 0; padding-left: 1rem; border-left: 4px solid #d5dae0 }
      pre { padding: 0.75rem; background: #f1f3f5; overflow-x: auto }
      </style>
      </head>
      <body>
      <h1>%1$s</h1>
      %2$s
      </body>
      </html>
      """;

  private final String ending;

  ExportForm(String ending) {
    this.ending = ending;
  }

  /** The one that a link names. */
  static Optional<ExportForm> of(String word) {
    return Arrays.stream(values())
        .filter(form -> form.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst();
  }

  /** The whole file. */
  abstract String write(String title, Snapshot text, Rendering rendering);

  /** As HTTP has it, with the encoding. */
  String mediaType() {
    return "text/" + name().toLowerCase(Locale.ROOT) + ";charset=UTF-8";
  }

  /**
   * The header with which a browser keeps it as a file that is called as the minutes are, with what
   * every system lets files be called. Old browsers know ASCII only (RFC 6266).
   */
  String disposition(String title) {
    String name = title.replaceAll("[\\p{Cntrl}\\\\/:*?\"<>|%]+", " ").replaceAll(" +", " ");
    name = name.replaceAll("^[ .]+|[ .]+$", "");
    String file = (name.isEmpty() ? "Minutes" : name) + "." + ending;
    String encoded = URLEncoder.encode(file, StandardCharsets.UTF_8).replace("+", "%20");
    String ascii = file.replaceAll("[^ -~]", "_");
    return "attachment; filename=\"" + ascii + "\"; filename*=UTF-8''" + encoded;
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
