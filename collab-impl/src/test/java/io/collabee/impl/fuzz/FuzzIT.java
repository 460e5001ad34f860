package io.collabee.impl.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Jazzer looks for inputs that make a target throw, hang or fill the memory, in a process of its
 * own. {@code -Dcollabee.fuzz=PT1H} says how long in all. What is found is kept, and the message
 * says where; put it among the tests' resources, and mend what is wrong.
 *
 * <p>Inputs that reach new code are kept too, until the build's output is deleted, and the next run
 * goes on from there.
 */
class FuzzIT {
  private static final String TIME = "collabee.fuzz";
  private static final Duration SHORT = Duration.ofSeconds(20);
  private static final Path OUTPUT = Path.of("target", "fuzz").toAbsolutePath();

  @Test
  @DisabledIfSystemProperty(named = TIME, matches = ".+")
  void nothingIsFoundInAShortTime() throws Exception {
    List<byte[]> inputs = new ArrayList<>();
    for (Target target : Target.values()) {
      inputs(target).forEach(input -> inputs.add(AllTargets.of(target, input)));
    }

    // The better compiler would take most of the time.
    fuzz("all", AllTargets.class, inputs, SHORT, "-XX:TieredStopAtLevel=1");
  }

  @ParameterizedTest
  @EnumSource
  @EnabledIfSystemProperty(named = TIME, matches = ".+")
  void nothingIsFoundInALongTime(Target target) throws Exception {
    Duration all = Duration.parse(System.getProperty(TIME));

    fuzz(
        target.toString(),
        target.type(),
        inputs(target),
        all.dividedBy(Target.values().length),
        "-XX:+TieredCompilation");
  }

  private static List<byte[]> inputs(Target target) throws IOException {
    List<byte[]> inputs = new ArrayList<>(target.found());
    inputs.addAll(target.seeds());
    return inputs;
  }

  private static void fuzz(
      String name, Class<?> target, List<byte[]> inputs, Duration time, String jvmOption)
      throws Exception {
    Path folder = OUTPUT.resolve(name);
    Files.createDirectories(folder.resolve("reached"));
    Files.createDirectories(folder.resolve("seeds"));
    for (int i = 0; i < inputs.size(); i++) {
      Files.write(folder.resolve("seeds").resolve("seed-" + i), inputs.get(i));
    }
    Path log = folder.resolve("log.txt");

    int status =
        new ProcessBuilder(command(target, time, jvmOption))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(Redirect.to(log.toFile()))
            .start()
            .waitFor();

    List<String> told = Files.readAllLines(log);
    List<String> end = told.subList(Math.max(0, told.size() - 60), told.size());
    assertThat(status).as("%s:%n%s", log, String.join("\n", end)).isZero();
    System.out.println(name + ": " + end.get(end.size() - 1));
  }

  private static List<String> command(Class<?> target, Duration time, String jvmOption) {
    return List.of(
        ProcessHandle.current().info().command().orElse("java"),
        "-Xmx512m",
        "-XX:+UseSerialGC",
        jvmOption,
        "-cp",
        System.getProperty("java.class.path"),
        "com.code_intelligence.jazzer.Jazzer",
        "--target_class=" + target.getName(),
        "--instrumentation_includes=io.collabee.**",
        // They look for calls that such code does not make, and make it slow.
        "--custom_hook_includes=io.collabee.impl.none.**",
        "-artifact_prefix=found-",
        "-max_total_time=" + Math.max(1, time.toSeconds()),
        "-timeout=20",
        "-max_len=4096",
        "reached",
        "seeds");
  }
}
