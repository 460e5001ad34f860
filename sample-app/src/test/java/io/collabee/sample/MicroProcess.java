package io.collabee.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.TerminalFailureException;
import org.jspecify.annotations.Nullable;

/**
 * Payara Micro with the built WAR as a process of its own, to be killed and started again. It
 * listens on the same free port each time; its working directory, where the H2 database is unless
 * properties say otherwise, and its log are under {@code target/}.
 */
final class MicroProcess implements AutoCloseable {
  private static final Path BUILD = Path.of(System.getProperty("minutes.build", "target"));

  /** Two JVMs may run tests at once. */
  private static final Path HOME =
      BUILD.resolve("micro").resolve(System.getProperty("minutes.fork", "fork-1"));

  private static final Duration START_LIMIT = Duration.ofMinutes(10);

  // Halves the time to start; these servers do not live long enough for the better compiler.
  private static final List<String> QUICK_START =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx768m");

  private final Path directory;
  private final Path log;
  private final Map<String, String> properties;
  private final List<String> jvmOptions;
  private final int port = freePort();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private @Nullable Process process;

  /**
   * @param name names the working directory and the log; what an earlier run left there is deleted
   * @param properties system properties of the server
   */
  MicroProcess(String name, Map<String, String> properties) {
    this(name, properties, QUICK_START);
  }

  /**
   * @param name names the working directory and the log; what an earlier run left there is deleted
   * @param properties system properties of the server
   * @param jvmOptions further options of its Java
   */
  MicroProcess(String name, Map<String, String> properties, List<String> jvmOptions) {
    this.jvmOptions = List.copyOf(jvmOptions);
    this.directory = emptyDirectory(HOME.resolve(name));
    this.log = HOME.resolve(name + ".log");
    this.properties = Map.copyOf(properties);
    try {
      Files.deleteIfExists(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
  }

  /** Starts the server and waits until the application answers. */
  MicroProcess start() {
    launch();
    try {
      awaitAnswer();
    } catch (TerminalFailureException ended) {
      // Payara's services race each other at the start, and now and then it ends by itself.
      System.out.println(ended.getMessage());
      launch();
      awaitAnswer();
    }
    return this;
  }

  private void launch() {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(jvmOptions);
    properties.forEach((key, value) -> command.add("-D" + key + "=" + value));
    command.addAll(List.of("-jar", BUILD.resolve("payara-micro.jar").toAbsolutePath().toString()));
    command.addAll(List.of("--noHazelcast", "--disablephonehome"));
    command.addAll(List.of("--port", Integer.toString(port), "--contextroot", "/"));
    command.addAll(List.of("--deploy", BUILD.resolve("minutes.war").toAbsolutePath().toString()));
    try {
      process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(Redirect.appendTo(log.toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitAnswer() {
    Awaitility.await("the application, see " + log)
        .atMost(START_LIMIT)
        .pollInterval(Duration.ofMillis(200))
        .failFast("the server ended, see " + log, () -> !isAlive())
        .until(this::answers);
  }

  /** Kills the server as {@code kill -9} does. */
  void kill() {
    if (process != null) {
      process.destroyForcibly().onExit().join();
    }
  }

  /** Halts the server as it is: its connections stay open, nothing is answered. */
  void pause() {
    signal("STOP");
  }

  /** Lets the server go on after {@link #pause}. */
  void resume() {
    signal("CONT");
  }

  private void signal(String name) {
    String pid = Long.toString(handle().pid());
    try {
      new ProcessBuilder("kill", "-" + name, pid).inheritIO().start().onExit().join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Asks the server to stop, as an operator would.
   *
   * @return whether it has ended by itself; if not, it was killed
   */
  boolean stop() {
    if (process == null || !process.isAlive()) {
      return true;
    }
    process.destroy();
    try {
      if (process.waitFor(30, TimeUnit.SECONDS)) {
        return true;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    kill();
    return false;
  }

  /** Asks the server to stop, as an operator would, and kills it if it does not. */
  @Override
  public void close() {
    var unused = stop();
  }

  boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** The process, for whoever wants to stop or measure it. */
  ProcessHandle handle() {
    if (process == null) {
      throw new IllegalStateException("not started");
    }
    return process.toHandle();
  }

  /** The application's address, ending in a slash. */
  URI address() {
    return URI.create("http://localhost:" + port + "/");
  }

  /** The address of the collaboration endpoint. */
  URI socket() {
    return URI.create("ws://localhost:" + port + "/collab/socket");
  }

  Path log() {
    return log;
  }

  private boolean answers() {
    HttpRequest request =
        HttpRequest.newBuilder(address().resolve("sign-in")).timeout(Duration.ofSeconds(5)).build();
    try {
      // The request's own timeout ends with the answer's head.
      return http.sendAsync(request, BodyHandlers.discarding())
              .orTimeout(10, TimeUnit.SECONDS)
              .join()
              .statusCode()
          == 200;
    } catch (CompletionException e) {
      return false;
    }
  }

  private static Path emptyDirectory(Path directory) {
    try {
      if (Files.exists(directory)) {
        try (var files = Files.walk(directory)) {
          for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
            Files.delete(file);
          }
        }
      }
      return Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
