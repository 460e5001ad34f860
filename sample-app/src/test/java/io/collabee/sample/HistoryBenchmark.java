package io.collabee.sample;

import io.collabee.impl.json.JsonText;
import io.collabee.impl.ot.RichTextType;
import io.collabee.impl.ot.TextType;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Types the recorded traces at the sample application on PostgreSQL, each keystroke an operation of
 * its own, and prints what they weigh and how long it takes to read them: as they are committed,
 * and compacted. Arguments: how many old versions are read of each, and how the names of the traces
 * wanted begin.
 *
 * <p>Nobody types as fast as this does. So before a history is compacted each row of it gets the
 * time at which a typist would have committed it: 60 to 600 milliseconds after the one before
 * mostly, and now and then a pause of some seconds; all of it a month ago.
 */
final class HistoryBenchmark implements AutoCloseable {
  private static final List<String> SHARED = List.of("friendsforever", "clownschool");
  private static final List<String> ALONE = List.of("rustcode", "automerge-paper");
  private static final String RICH = "quill";
  private static final List<String> RICH_PARTS =
      List.of("general", "insert-delete", "blocks", "basic-annotations");
  private static final int RICH_TIMES = 10;

  /** In percent of the trace: when it is measured how long opening takes. */
  private static final List<Integer> AGES = List.of(1, 10, 50, 100);

  private static final String LONGEST = "automerge-paper";
  private static final int OPENINGS = 15;
  private static final int WARM_UP = 50;
  private static final Duration FORGETTING = Duration.ofMillis(2_500);
  private static final long MOST_COLD_SECONDS = 1_200;

  private static final String TYPISTS_TIMES =
      """
      update collab_diff d set committed = later.time
      from (select document_key, first_version,
                   date_trunc('milliseconds', now()) - interval '30 days'
                     + interval '1 millisecond' * sum(pause)
                         over (partition by document_key order by first_version) as time
            from (select document_key, first_version,
                         round(180 * exp(0.5 * random_normal())
                               * case when random() < 0.025 then 20 else 1 end) as pause
                  from collab_diff where document_key in (:keys)
                  order by document_key, first_version) as pauses) as later
      where d.document_key = later.document_key and d.first_version = later.first_version
        and d.document_key in (:keys)
      """;

  private static final String SNAPSHOTS_TIMES =
      """
      update collab_snapshot s set committed = d.committed
      from collab_diff d
      where d.document_key = s.document_key
        and d.first_version + d.operations = s.version and d.document_key in (:keys)
      """;

  private static final String HEADS_TIMES =
      """
      update collab_document d
      set modified = (select max(committed) from collab_diff f
                      where f.document_key = d.document_key)
      where document_key in (:keys)
      """;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Random random = new Random(20_261_125);
  private final Postgres database = new Postgres();
  private final MicroProcess server;
  private final int reads;
  private final List<String> weights = new ArrayList<>();
  private final List<String> times = new ArrayList<>();
  private final List<String> ages = new ArrayList<>();

  private HistoryBenchmark(int reads) {
    this.reads = reads;
    database.execute("alter system set wal_keep_size = '8GB'");
    database.execute("select pg_reload_conf()");
    database.execute("create extension if not exists pg_walinspect");
    Map<String, String> properties = new HashMap<>(database.properties());
    properties.put("collab.anonymous-access", "write");
    properties.put("collab.socket.operation-rate", "0");
    properties.put("collab.rest.rate", "0");
    properties.put("collab.document.idle", "PT1S");
    // Everything is hot until it is said to be old.
    properties.put("collab.compaction.hot", "1000000");
    properties.put("collab.compaction.pause", "PT0.5S");
    server = new MicroProcess("history-benchmark", properties, List.of("-Xmx1g")).start();
  }

  public static void main(String[] arguments) {
    int reads = arguments.length > 0 ? Math.max(20, Integer.parseInt(arguments[0])) : 500;
    String last = arguments.length > 1 ? arguments[arguments.length - 1] : "all";
    String wanted = last.equals("all") ? "" : last;
    try (HistoryBenchmark benchmark = new HistoryBenchmark(reads)) {
      benchmark.others();
      SHARED.stream().filter(name -> name.startsWith(wanted)).forEach(benchmark::measureShared);
      if (RICH.startsWith(wanted)) {
        benchmark.measureRich();
      }
      ALONE.stream().filter(name -> name.startsWith(wanted)).forEach(benchmark::measureAlone);
      benchmark.print();
    }
  }

  /** Documents with chunks, diffs and snapshots in every partition, whose pages are there then. */
  private void others() {
    List<String> others = IntStream.range(0, 40).mapToObj(i -> "other-" + i).toList();
    others.forEach(this::typeNoise);
    makeOld(keys(others));
    awaitCold(keys(others));
    IntStream.range(0, 40).forEach(i -> typeNoise("another-" + i));
  }

  /** Enough for a snapshot, and nothing that is smaller compressed. */
  private void typeNoise(String id) {
    TextType type = new TextType();
    newText(id, "");
    try (LiveClient writer = connected()) {
      var document = writer.open(id, type);
      writer.until("the document is known", () -> document.version() == 1);
      for (int i = 0; i < 20; i++) {
        byte[] noise = new byte[4_000];
        random.nextBytes(noise);
        String text = Base64.getEncoder().encodeToString(noise);
        document.edit(
            type.operation(JsonText.values().createArrayBuilder().add(text).build()), id, false);
        writer.until("the operation is acknowledged", () -> !document.hasPending());
      }
    }
  }

  private void measureRich() {
    List<String> ids = new ArrayList<>();
    Subject subject = new Subject(RICH_TIMES + " times four rich texts");
    subject.characters = characters(RICH_PARTS) * RICH_TIMES;
    subject.type(
        () -> {
          for (int i = 0; i < RICH_TIMES; i++) {
            for (String part : RICH_PARTS) {
              ids.add(typeRich(part + "-" + i, part));
            }
          }
          return ids;
        });
    subject.measure();
  }

  private static long characters(List<String> parts) {
    long characters = 0;
    for (String part : parts) {
      for (JsonValue operation : rich(part).getJsonArray("transactions")) {
        for (JsonValue step : operation.asJsonArray()) {
          JsonObject each = step.asJsonObject();
          characters += each.getInt("delete", 0) + each.getString("insert", "").length();
        }
      }
    }
    return characters;
  }

  private static JsonObject rich(String part) {
    return Trace.json(Trace.directory().resolve("quill-" + part + ".json")).asJsonObject();
  }

  private String typeRich(String id, String part) {
    RichTextType type = new RichTextType();
    try (LiveClient writer = connected()) {
      var document = writer.open(id, type);
      writer.until("the document is known", () -> document.version() == 0);
      document.create(JsonValue.EMPTY_JSON_ARRAY);
      for (JsonValue operation : rich(part).getJsonArray("transactions")) {
        document.edit(type.operation(operation), part, false);
        writer.until("the operation is acknowledged", () -> !document.hasPending());
      }
    }
    return id;
  }

  private LiveClient connected() {
    LiveClient client = new LiveClient(server.socket());
    client.connectAtLast();
    return client;
  }

  private void measureShared(String name) {
    Trace trace = Trace.read(Trace.directory().resolve(name + ".concurrent.json.gz"));
    Subject subject = new Subject(name + ", " + trace.agents() + " writers");
    subject.characters = characters(trace);
    newText(name, "");
    subject.type(
        () -> {
          TraceReplay.runSlowly(server.socket(), name, trace);
          return List.of(name);
        });
    subject.measure();
  }

  private void measureAlone(String name) {
    Trace trace = Trace.read(Trace.directory().resolve(name + ".json.gz"));
    Subject subject = new Subject(name);
    subject.characters = characters(trace);
    newText(name, "");
    int[] typed = {0};
    for (int age : name.equals(LONGEST) ? AGES : List.of(100)) {
      int end = trace.edits().size() * age / 100;
      List<Trace.Edit> edits = trace.edits().subList(typed[0], end);
      subject.type(
          () -> {
            Trace part = new Trace(trace.end(), 1, edits);
            TraceReplay.runSlowly(server.socket(), name, part);
            return List.of(name);
          });
      typed[0] = end;
      if (name.equals(LONGEST)) {
        measureAge(name, age);
      }
    }
    subject.measure();
  }

  private static long characters(Trace trace) {
    return trace.edits().stream()
        .flatMap(edit -> edit.patches().stream())
        .mapToLong(patch -> patch.deleted() + patch.inserted().length())
        .sum();
  }

  private void newText(String id, String content) {
    try (LiveClient client = connected()) {
      var document = client.open(id, new TextType());
      client.until("the document is known", () -> document.version() == 0);
      document.create(JsonText.values().createValue(content));
      client.until("the document is made", () -> !document.hasPending());
    }
  }

  /** How long opening takes, beside a document that is new and has the same text. */
  private void measureAge(String id, int age) {
    JsonObject content = newest(id);
    String young = id + "-young-" + age;
    newText(young, content.getString("data"));
    Timings old = new Timings();
    Timings fresh = new Timings();
    for (int i = 0; i < OPENINGS; i++) {
      open(List.of(id, young), List.of(old, fresh));
    }
    ages.add(
        row(
            age + " %",
            number(content.getInt("v")),
            number(content.getString("data").length()),
            old.toString(),
            fresh.toString()));
    System.out.println(ages.get(ages.size() - 1));
  }

  private JsonObject newest(String id) {
    try (Reader reader = new Reader(server.socket())) {
      return reader.snapshot(id);
    }
  }

  /** Opens documents that the server has forgotten. */
  private void open(List<String> ids, List<Timings> timings) {
    LockSupport.parkNanos(FORGETTING.toNanos());
    try (Reader reader = new Reader(server.socket())) {
      for (int i = 0; i < ids.size(); i++) {
        String id = ids.get(i);
        timings.get(i).add(() -> reader.snapshot(id));
      }
    }
  }

  private static String row(String... cells) {
    return "| " + String.join(" | ", cells) + " |";
  }

  private static String number(long number) {
    return String.format("%,d", number);
  }

  private static String per(long amount, long count) {
    double each = (double) amount / count;
    return String.format(each < 10 ? "%.2f" : each < 100 ? "%.1f" : "%.0f", each);
  }

  private void print() {
    System.out.println();
    System.out.println(
        row(
            "recording",
            "operations",
            "characters each",
            "hot",
            "cold",
            "cold, by the character",
            "WAL typed",
            "WAL compacted",
            "page images typed; compacted"));
    System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    weights.forEach(System.out::println);
    System.out.println();
    System.out.println(
        row(
            "recording",
            "opening hot",
            "opening cold",
            "old version hot",
            "old version cold",
            "compacting, s",
            "us an operation"));
    System.out.println("| --- | --- | --- | --- | --- | --- | --- |");
    times.forEach(System.out::println);
    System.out.println();
    System.out.println(row("age", "operations", "characters", "opening", "a new one"));
    System.out.println("| --- | --- | --- | --- | --- |");
    ages.forEach(System.out::println);
  }

  /** How long something took, several times. */
  private static final class Timings {
    private final List<Long> nanos = new ArrayList<>();

    void add(Runnable what) {
      long start = System.nanoTime();
      what.run();
      nanos.add(System.nanoTime() - start);
    }

    /** The median and the time that one in a hundred exceeds, in milliseconds. */
    @Override
    public String toString() {
      double[] sorted = nanos.stream().mapToDouble(each -> each / 1e6).sorted().toArray();
      return String.format(
          "%.1f / %.1f", sorted[sorted.length / 2], sorted[(sorted.length - 1) * 99 / 100]);
    }
  }

  /** Types something and says which documents it is in. */
  private interface Typing {
    List<String> type();
  }

  /** One recording, and what is measured of it. */
  private final class Subject {
    private final String title;
    private final long fullBefore;
    private final long sizeBefore;
    private List<String> ids = List.of();
    private long characters;
    private long typedWal;
    private long typedImages;

    Subject(String title) {
      System.out.println(title);
      this.title = title;
      database.execute("vacuum full");
      fullBefore = size();
      database.execute("vacuum");
      sizeBefore = size();
    }

    void type(Typing typing) {
      database.execute("checkpoint");
      long start = lsn();
      long began = System.nanoTime();
      ids = typing.type();
      database.execute("vacuum");
      typedWal += wal(start, "record_size");
      typedImages += wal(start, "fpi_size");
      System.out.printf("  typed in %.0f s%n", (System.nanoTime() - began) / 1e9);
    }

    void measure() {
      String keys = keys(ids);
      long operations =
          database.number(
              "select sum(version - 1) from collab_document where document_key in (" + keys + ")");
      long hot = size() - sizeBefore;
      explainSize("hot", keys);
      Timings openHot = opening();
      Timings oldHot = oldVersions();

      makeOld(keys);
      long start = lsn();
      long began = System.nanoTime();
      awaitCold(keys);
      double seconds = (System.nanoTime() - began) / 1e9;
      database.execute("vacuum");
      long coldWal = wal(start, "record_size");
      long coldImages = wal(start, "fpi_size");
      database.execute("vacuum full");
      long cold = size() - fullBefore;
      explainSize("cold", keys);
      Timings openCold = opening();
      Timings oldCold = oldVersions();

      weights.add(
          row(
              title,
              number(operations),
              per(characters, operations),
              per(hot, operations),
              per(cold, operations),
              per(cold, characters),
              per(typedWal, operations),
              per(coldWal, operations),
              per(typedImages, operations) + "; " + per(coldImages, operations)));
      times.add(
          row(
              title,
              openHot.toString(),
              openCold.toString(),
              oldHot.toString(),
              oldCold.toString(),
              String.format("%.1f", seconds),
              per(Math.round(seconds * 1e6), operations)));
      System.out.println(weights.get(weights.size() - 1));
      System.out.println(times.get(times.size() - 1));
    }

    private void explainSize(String when, String keys) {
      for (String table : List.of("diff", "chunk", "snapshot")) {
        String column = table.equals("snapshot") ? "content" : "payload";
        System.out.printf(
            "  %s: %d rows of collab_%s with %d bytes%n",
            when,
            database.number(rows("count(*)", table, keys)),
            table,
            database.number(rows("coalesce(sum(pg_column_size(" + column + ")), 0)", table, keys)));
      }
    }

    private String rows(String what, String table, String keys) {
      return "select " + what + " from collab_" + table + " where document_key in (" + keys + ")";
    }

    private Timings opening() {
      Timings timings = new Timings();
      for (int i = 0; i < OPENINGS; i++) {
        open(List.of(ids.get(i % ids.size())), List.of(timings));
      }
      return timings;
    }

    private Timings oldVersions() {
      Timings timings = new Timings();
      for (int i = -WARM_UP; i < reads; i++) {
        String id = ids.get(random.nextInt(ids.size()));
        long head = database.number("select version from collab_document where id = '" + id + "'");
        long version = 1L + random.nextInt((int) head);
        Timings counted = i < 0 ? new Timings() : timings;
        counted.add(() -> read(id, version));
      }
      return timings;
    }
  }

  private void read(String id, long version) {
    HttpRequest request =
        HttpRequest.newBuilder(
                server
                    .address()
                    .resolve("collab/api/documents/docs/" + id + "/versions/" + version))
            .build();
    try {
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(answer.statusCode() + ": " + answer.body());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The keys of documents, for SQL. */
  private String keys(List<String> ids) {
    List<String> keys = new ArrayList<>();
    for (String id : ids) {
      keys.add(
          Long.toString(
              database.number("select document_key from collab_document where id = '" + id + "'")));
    }
    return String.join(",", keys);
  }

  /** Gives everything a typist's time, a month ago; from then on it is compacted. */
  private void makeOld(String keys) {
    LockSupport.parkNanos(FORGETTING.toNanos());
    database.execute("select setseed(0.25);" + TYPISTS_TIMES.replace(":keys", keys));
    database.execute(SNAPSHOTS_TIMES.replace(":keys", keys));
    database.execute("vacuum full");
    database.execute("checkpoint");
    database.execute(HEADS_TIMES.replace(":keys", keys));
  }

  private void awaitCold(String keys) {
    long end = System.nanoTime() + Duration.ofSeconds(MOST_COLD_SECONDS).toNanos();
    while (database.number("select count(*) from collab_diff where document_key in (" + keys + ")")
        > 0) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("it is not compacted, see " + server.log());
      }
      LockSupport.parkNanos(20_000_000);
    }
  }

  /** Of all tables with their indexes and what they keep elsewhere. */
  private long size() {
    return database.number(
        "select sum(pg_total_relation_size(oid)) from pg_class"
            + " where relname like 'collab%' and relkind = 'r'");
  }

  private long lsn() {
    return database.number("select pg_current_wal_insert_lsn() - '0/0'::pg_lsn");
  }

  /** What was written to the log since a place of it: records, or images of pages in them. */
  private long wal(long from, String column) {
    return database.number(
        "select coalesce(sum("
            + column
            + "), 0) from pg_get_wal_stats('0/0'::pg_lsn + "
            + from
            + ", pg_current_wal_flush_lsn(), true)");
  }

  @Override
  public void close() {
    server.close();
    database.close();
  }
}
