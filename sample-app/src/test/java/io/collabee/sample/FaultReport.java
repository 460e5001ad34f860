package io.collabee.sample;

import io.collabee.sample.Findings.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What became of all rounds: of this run and of those before it, until the build's directory is
 * cleaned. {@code faults.csv} there has a line for each, {@code faults.md} the table of {@code
 * docs/reliability.md}.
 */
final class FaultReport {
  private static final Path DIRECTORY = Path.of(System.getProperty("minutes.build", "target"));
  private static final Path ROUNDS = DIRECTORY.resolve("faults.csv");
  private static final Path TABLE = DIRECTORY.resolve("faults.md");

  private final List<Round> rounds = new ArrayList<>();

  /** Reads what became of earlier rounds. */
  FaultReport() {
    try {
      if (Files.exists(ROUNDS)) {
        Files.readAllLines(ROUNDS).forEach(line -> rounds.add(Round.of(line)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A round.
   *
   * @param seed repeats it
   * @param operations how many were acknowledged
   * @param healed from the end of the fault until all nodes knew what was done at any
   * @param found how much of each kind was wrong
   */
  record Round(
      NodeLink.Kind link,
      Fault fault,
      long seed,
      int operations,
      Duration healed,
      Map<Kind, Integer> found) {

    private static Round of(String line) {
      String[] values = line.split(",", -1);
      Map<Kind, Integer> found = new EnumMap<>(Kind.class);
      int column = 5;
      for (Kind kind : Kind.values()) {
        found.put(kind, Integer.valueOf(values[column++]));
      }
      return new Round(
          NodeLink.Kind.of(values[0]),
          Fault.of(values[1]),
          Long.parseLong(values[2]),
          Integer.parseInt(values[3]),
          Duration.ofMillis(Long.parseLong(values[4])),
          found);
    }

    private String line() {
      Stream<Object> values =
          Stream.of(link.key(), fault.key(), seed, operations, healed.toMillis());
      return Stream.concat(values, Stream.of(Kind.values()).map(this::count))
          .map(Object::toString)
          .collect(Collectors.joining(","));
    }

    private int count(Kind kind) {
      return found.getOrDefault(kind, 0);
    }

    boolean isFlawless() {
      return Stream.of(Kind.values()).allMatch(kind -> count(kind) == 0);
    }

    @Override
    public String toString() {
      String all =
          Stream.of(Kind.values())
              .map(kind -> kind.name().toLowerCase(Locale.ROOT) + ' ' + count(kind))
              .collect(Collectors.joining(", "));
      return String.format(
          Locale.ROOT,
          "-Dcollabee.links=%s -Dcollabee.faults=%s -Dcollabee.rounds=1 -Dcollabee.seed=%d: %d"
              + " operations, healed in %.2f s, %s",
          link.key(),
          fault.key(),
          seed,
          operations,
          seconds(healed),
          all);
    }
  }

  /** Says what became of a round and writes the table of all so far. */
  void add(Round round, List<String> details) {
    rounds.add(round);
    System.out.println("round " + rounds.size() + ": " + round);
    details.forEach(detail -> System.out.println("  " + detail));
    try {
      Files.writeString(
          ROUNDS, round.line() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      Files.writeString(TABLE, table());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String table() {
    StringBuilder table = new StringBuilder("| Fault | Rounds | Operations |");
    for (Kind kind : Kind.values()) {
      table.append(' ').append(kind.title()).append(" |");
    }
    table.append(" Time to heal: median | longest |\n| --- | ");
    table.append("---: | ".repeat(Kind.values().length + 4).strip()).append('\n');
    for (Fault fault : Fault.values()) {
      row(fault.description(), round -> round.fault == fault, table);
    }
    for (NodeLink.Kind link : NodeLink.Kind.values()) {
      row("all with " + link.description(), round -> round.link == link, table);
    }
    row("**all**", round -> true, table);
    return table.toString();
  }

  private void row(String name, Predicate<Round> which, StringBuilder table) {
    List<Round> some = rounds.stream().filter(which).toList();
    if (some.isEmpty()) {
      return;
    }
    table.append("| ").append(name).append(" | ").append(some.size());
    table.append(" | ").append(some.stream().mapToInt(Round::operations).sum());
    for (Kind kind : Kind.values()) {
      table.append(" | ").append(some.stream().mapToInt(round -> round.count(kind)).sum());
    }
    List<Duration> healed = some.stream().map(Round::healed).sorted().toList();
    table.append(
        String.format(
            Locale.ROOT,
            " | %.2f s | %.2f s |%n",
            seconds(healed.get(healed.size() / 2)),
            seconds(healed.get(healed.size() - 1))));
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
