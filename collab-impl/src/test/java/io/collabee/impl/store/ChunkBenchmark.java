package io.collabee.impl.store;

import io.collabee.entity.ChunkEntity;
import io.collabee.impl.store.DiffFormat.Entry;
import java.util.List;

/**
 * Measures what recorded keystrokes weigh in chunks of several lengths. A program, not a test:
 *
 * <pre>mvn -q -pl collab-impl -am test-compile
 * mvn -q -pl collab-impl exec:java -Dexec.classpathScope=test \
 *   -Dexec.mainClass=io.collabee.impl.store.ChunkBenchmark</pre>
 */
final class ChunkBenchmark {
  private ChunkBenchmark() {}

  public static void main(String[] arguments) {
    for (String name : Traces.NAMES) {
      Traces.Trace trace = Traces.read(name);
      for (int length : new int[] {256, 1_024, 4_096, 16_384}) {
        measure(name, trace, length);
      }
    }
  }

  private static void measure(String name, Traces.Trace trace, int length) {
    List<Entry> operations = trace.operations();
    long bytes = 0;
    int chunks = 0;
    long nanos = System.nanoTime();
    for (int from = 0; from < operations.size(); from += length) {
      List<Entry> run = operations.subList(from, Math.min(from + length, operations.size()));
      ChunkEntity chunk = ChunkFormat.encode(1, run);
      bytes += chunk.payload().length;
      chunks++;
    }
    nanos = System.nanoTime() - nanos;
    System.out.printf(
        "%-16s chunks of %6d: %4d  %6.3f bytes/operation  %6.3f bytes/character  %5.2f us/operation%n",
        name,
        length,
        chunks,
        (double) bytes / operations.size(),
        (double) bytes / trace.characters(),
        nanos / 1e3 / operations.size());
  }
}
