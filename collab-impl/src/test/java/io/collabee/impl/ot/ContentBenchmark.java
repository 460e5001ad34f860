package io.collabee.impl.ot;

import io.collabee.Side;
import io.collabee.impl.json.JsonText;
import io.collabee.spi.DocumentType;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Measures what an edit of one character costs in documents of 1 KB, 100 KB and 10 MB: CPU time, so
 * that other work on the machine matters little. Every result is the start of the next edit.
 *
 * <p>It judges nothing, and is no part of the tests; JUnit only starts it:
 *
 * <pre>mvn -q -pl collab-impl -am test -Dtest=ContentBenchmark \
 *   -Dsurefire.failIfNoSpecifiedTests=false</pre>
 */
class ContentBenchmark {
  private static final List<Integer> SIZES = List.of(1_000, 100_000, 10_000_000);
  private static final int ROUNDS = 5;

  /** Edits are made before the clock runs; so many different ones, after which all is undone. */
  private static final int PREPARED = 4_096;

  private static final int EDITS = 24 * PREPARED;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** A kind of document, and how a character is inserted into it or deleted. */
  private interface Kind {
    /** A document of so many characters. */
    JsonValue document(String text);

    JsonValue insertion(int position);

    JsonValue deletion(int position);
  }

  private enum Plain implements Kind {
    TEXT;

    @Override
    public JsonValue document(String text) {
      return JsonText.values().createValue(text);
    }

    @Override
    public JsonValue insertion(int position) {
      return JsonText.parse("[%d,\"x\"]".formatted(position));
    }

    @Override
    public JsonValue deletion(int position) {
      return JsonText.parse("[%d,{\"d\":1}]".formatted(position));
    }
  }

  private enum Rich implements Kind {
    ONE_RUN(Integer.MAX_VALUE),
    RUNS_OF_40(40);

    private final int runLength;

    Rich(int runLength) {
      this.runLength = runLength;
    }

    @Override
    public JsonValue document(String text) {
      JsonArrayBuilder runs = JsonText.values().createArrayBuilder();
      int end;
      for (int start = 0; start < text.length(); start = end) {
        end = Math.min(text.length(), start + Math.min(runLength, text.length()));
        runs.add(run(text.substring(start, end), start / runLength % 2 == 1));
      }
      return runs.build();
    }

    private static JsonObject run(String text, boolean bold) {
      JsonObject attributes = JsonText.parse(bold ? "{\"bold\":true}" : "{}").asJsonObject();
      return JsonText.values()
          .createObjectBuilder()
          .add("insert", text)
          .add("attributes", attributes)
          .build();
    }

    @Override
    public JsonValue insertion(int position) {
      return JsonText.parse("[{\"retain\":%d},{\"insert\":\"x\"}]".formatted(position));
    }

    @Override
    public JsonValue deletion(int position) {
      return JsonText.parse("[{\"retain\":%d},{\"delete\":1}]".formatted(position));
    }
  }

  private enum Json implements Kind {
    LIST;

    @Override
    public JsonValue document(String text) {
      JsonArrayBuilder items = JsonText.values().createArrayBuilder();
      text.chars().forEach(unit -> items.add(Character.toString(unit)));
      return JsonText.values().createObjectBuilder().add("list", items).build();
    }

    @Override
    public JsonValue insertion(int position) {
      return JsonText.parse("[{\"p\":[\"list\",%d],\"li\":\"x\"}]".formatted(position));
    }

    @Override
    public JsonValue deletion(int position) {
      return JsonText.parse("[{\"p\":[\"list\",%d],\"ld\":\"x\"}]".formatted(position));
    }
  }

  @Test
  void whatAnEditCosts() {
    System.out.println("| document | characters | typing, µs | anywhere, µs |");
    System.out.println("| --- | --- | --- | --- |");
    // What the first size gives before everything is compiled is not shown.
    rows(SIZES.get(0));
    SIZES.forEach(size -> rows(size).forEach(System.out::println));
    System.out.println();
    System.out.println("| operation | read, µs | transform, µs | write, µs |");
    System.out.println("| --- | --- | --- | --- |");
    handle("text", new TextType(), Plain.TEXT);
    handle("rich-text", new RichTextType(), Rich.ONE_RUN);
    handle("json0", new Json0Type(), Json.LIST);
  }

  private static List<String> rows(int size) {
    return List.of(
        row("text", new TextType(), Plain.TEXT, size),
        row("rich-text, one run", new RichTextType(), Rich.ONE_RUN, size),
        row("rich-text, runs of 40", new RichTextType(), Rich.RUNS_OF_40, size),
        row("json0, list of characters", new Json0Type(), Json.LIST, size));
  }

  private static <S, O> String row(String name, DocumentType<S, O> type, Kind kind, int size) {
    S document = type.create(kind.document(text(size)));
    double typing = applied(type, document, read(type, typing(kind, size)));
    double anywhere = applied(type, document, read(type, anywhere(kind, size, new Random(1))));
    return "| %s | %,d | %.2f | %.2f |".formatted(name, size, typing, anywhere);
  }

  private static <S, O> double applied(DocumentType<S, O> type, S document, List<O> operations) {
    return microseconds(
        new IntConsumer() {
          private S content = document;

          @Override
          public void accept(int edit) {
            content = type.apply(content, operations.get(edit % PREPARED));
          }
        });
  }

  private static <S, O> void handle(String name, DocumentType<S, O> type, Kind kind) {
    List<JsonValue> json = anywhere(kind, 100_000, new Random(2));
    List<O> operations = read(type, json);
    System.out.printf(
        "| %s | %.2f | %.2f | %.2f |%n",
        name,
        microseconds(edit -> keep(type.operation(json.get(edit % PREPARED)))),
        microseconds(
            edit ->
                keep(
                    type.transform(
                        operations.get(edit % PREPARED),
                        operations.get((edit * 7 + 1) % PREPARED),
                        Side.LEFT))),
        microseconds(edit -> keep(type.operationJson(operations.get(edit % PREPARED)))));
  }

  /** Results that nobody keeps might not be computed. */
  static volatile @Nullable Object kept;

  private static void keep(Object result) {
    kept = result;
  }

  /** The best round's average. */
  private static double microseconds(IntConsumer edit) {
    double best = Double.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long start = THREADS.getCurrentThreadCpuTime();
      for (int i = 0; i < EDITS; i++) {
        edit.accept(i);
      }
      best = Math.min(best, (THREADS.getCurrentThreadCpuTime() - start) / 1e3 / EDITS);
    }
    return best;
  }

  private static <O> List<O> read(DocumentType<?, O> type, List<JsonValue> json) {
    return json.stream().map(type::operation).toList();
  }

  /** One character after the other from the middle on, and then back to it. */
  private static List<JsonValue> typing(Kind kind, int size) {
    List<JsonValue> edits = new ArrayList<>();
    for (int i = 0; i < PREPARED; i++) {
      boolean forward = i < PREPARED / 2;
      int position = size / 2 + (forward ? i : PREPARED - 1 - i);
      edits.add(forward ? kind.insertion(position) : kind.deletion(position));
    }
    return edits;
  }

  /** Insertions and deletions in turn, so that the document stays as long as it is. */
  private static List<JsonValue> anywhere(Kind kind, int size, Random random) {
    List<JsonValue> edits = new ArrayList<>();
    for (int i = 0; i < PREPARED; i++) {
      int position = 1 + random.nextInt(size - 1);
      edits.add(i % 2 == 0 ? kind.insertion(position) : kind.deletion(position));
    }
    return edits;
  }

  private static String text(int size) {
    StringBuilder text = new StringBuilder(size);
    new Random(size).ints(size, 'a', 'z' + 1).forEach(unit -> text.append((char) unit));
    return text.toString();
  }
}
