package io.collabee.impl.fuzz;

import io.collabee.impl.cluster.BusCodec;
import io.collabee.impl.cluster.RandomEnvelopes;
import io.collabee.impl.json.JsonText;
import io.collabee.impl.protocol.MessageTarget;
import io.collabee.impl.protocol.RequestTarget;
import io.collabee.impl.security.TicketTarget;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** What is fuzzed, and with what to begin. */
enum Target {
  MESSAGE(MessageTarget.class, MessageTarget::fuzzerTestOneInput) {
    @Override
    List<byte[]> seeds() {
      return messages().stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
    }
  },

  REQUEST(RequestTarget.class, RequestTarget::fuzzerTestOneInput) {
    @Override
    List<byte[]> seeds() {
      return messages().stream().map(JsonText::parse).map(JsonBytes::encode).toList();
    }
  },

  TEXT(TextTarget.class, TextTarget::fuzzerTestOneInput) {
    @Override
    List<byte[]> seeds() {
      return vectors("text-unicode");
    }
  },

  RICH_TEXT(RichTextTarget.class, RichTextTarget::fuzzerTestOneInput) {
    @Override
    List<byte[]> seeds() {
      return vectors("rich-text");
    }
  },

  JSON0(Json0Target.class, Json0Target::fuzzerTestOneInput) {
    @Override
    List<byte[]> seeds() {
      return vectors("json0");
    }
  },

  BUS(BusTarget.class, BusTarget::fuzzerTestOneInput) {
    @Override
    List<byte[]> seeds() {
      return IntStream.range(0, 200)
          .mapToObj(seed -> RandomEnvelopes.next(new Random(seed), 1 + seed / 20))
          .map(BusCodec::encode)
          .toList();
    }
  },

  TICKET(TicketTarget.class, TicketTarget::fuzzerTestOneInput) {
    @Override
    List<byte[]> seeds() {
      return List.of(TicketTarget.seed());
    }
  };

  private static final Path FOUND = Path.of("src/test/resources/io/collabee/impl/fuzz");
  private static final int MOST_VECTORS = 300;

  private final Class<?> type;

  @SuppressWarnings("ImmutableEnumChecker") // It is a static method.
  private final Run run;

  Target(Class<?> type, Run run) {
    this.type = type;
    this.run = run;
  }

  private interface Run {
    void on(byte[] input) throws Exception;
  }

  /** Runs it; throws if something is wrong. */
  void run(byte[] input) throws Exception {
    run.on(input);
  }

  /** The class with the method {@code fuzzerTestOneInput}. */
  Class<?> type() {
    return type;
  }

  /** Valid inputs. */
  abstract List<byte[]> seeds();

  /** Inputs that something was wrong with once. */
  List<byte[]> found() throws IOException {
    Path folder = FOUND.resolve(toString());
    List<byte[]> inputs = new ArrayList<>();
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.sorted().toList()) {
          inputs.add(Files.readAllBytes(file));
        }
      }
    }
    return inputs;
  }

  /** As in names of files. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static List<String> messages() {
    return lines("messages.jsonl", Target.class.getResourceAsStream("messages.jsonl"));
  }

  /** Cases that the type's other tests use, as many as are small. */
  private static List<byte[]> vectors(String type) {
    String name = "/io/collabee/impl/ot/" + type + ".jsonl.gz";
    try (InputStream compressed = Target.class.getResourceAsStream(name)) {
      return lines(name, new GZIPInputStream(compressed)).stream()
          .map(line -> input(JsonText.parse(line).asJsonObject()))
          .filter(input -> input.length < 512)
          .limit(MOST_VECTORS)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] input(JsonObject vector) {
    JsonArrayBuilder parts =
        JsonText.values()
            .createArrayBuilder()
            .add(vector.get("doc"))
            .add(vector.get("a"))
            .add(vector.get("b"));
    JsonValue presence = vector.get("presence");
    if (presence != null) {
      parts.add(presence.asJsonArray().get(0).asJsonArray().get(0));
    }
    return JsonBytes.encode(parts.build());
  }

  private static List<String> lines(String name, InputStream in) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return lines.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }
}
