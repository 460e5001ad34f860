package io.collabee.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A {@link DeployConsole} in a process of its own, and what it is told to do. */
final class DeployProcess implements AutoCloseable {
  private static final Path BUILD = Path.of(System.getProperty("minutes.build", "target"));
  private static final Path DIRECTORY = BUILD.resolve("micro");
  private static final Path LOG = DIRECTORY.resolve("undeploy.log");
  private static final int PATIENCE_MINUTES = 4;

  /** What the server's jar asks for when it is started by itself. */
  private static final List<String> OPENED =
      List.of(
          "java.base/java.io",
          "java.base/java.lang",
          "java.base/java.net",
          "java.base/java.nio",
          "java.base/java.util",
          "java.base/jdk.internal.loader",
          "java.base/sun.net.www.protocol.jar",
          "java.base/sun.net.www.protocol.jrt",
          "java.base/sun.nio.ch",
          "java.logging/java.util.logging",
          "java.management/javax.management",
          "java.management/javax.management.openmbean",
          "java.management/sun.management",
          "java.naming/javax.naming.spi",
          "java.rmi/sun.rmi.transport",
          "jdk.management/com.sun.management.internal");

  private final int port = freePort();
  private final Process process;
  private final PrintWriter commands;
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

  /**
   * Starts the server, without the application.
   *
   * @param properties system properties of the server
   */
  DeployProcess(Map<String, String> properties) {
    try {
      Files.createDirectories(DIRECTORY);
      process =
          new ProcessBuilder(command(properties))
              .directory(DIRECTORY.toFile())
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    commands = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), /* autoFlush= */ true);
    new Thread(this::read, "server's output").start();
    answer();
  }

  private List<String> command(Map<String, String> properties) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m"));
    // What is held softly counts as let go of.
    command.add("-XX:SoftRefLRUPolicyMSPerMB=0");
    OPENED.forEach(opened -> command.add("--add-opens=" + opened + "=ALL-UNNAMED"));
    command.add("--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED");
    properties.forEach((key, value) -> command.add("-D" + key + "=" + value));
    command.add("-cp");
    command.add(BUILD.resolve("payara-micro.jar").toAbsolutePath() + ":" + ownClasses());
    command.add(DeployConsole.class.getName());
    command.add(Integer.toString(port));
    command.add(BUILD.resolve("minutes.war").toAbsolutePath().toString());
    command.add(DIRECTORY.resolve("undeploy.hprof").toAbsolutePath().toString());
    return command;
  }

  private static Path ownClasses() {
    try {
      return Path.of(
          DeployConsole.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (java.net.URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private void read() {
    try (BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        Writer log = Files.newBufferedWriter(LOG)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        log.append(line).append('\n').flush();
        if (line.startsWith(DeployConsole.ANSWER)) {
          answers.add(line.substring(DeployConsole.ANSWER.length()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String answer() {
    try {
      String answer = answers.poll(PATIENCE_MINUTES, TimeUnit.MINUTES);
      if (answer == null) {
        throw new AssertionError("no answer, see " + LOG);
      }
      return answer;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Deploys the application. */
  void deploy() {
    commands.println("deploy");
    String done = answer();
    if (!done.equals("true")) {
      throw new AssertionError("not deployed, see " + LOG);
    }
  }

  /** Undeploys the application; which of its threads are left then, in words. */
  String undeploy() {
    commands.println("undeploy");
    return answer();
  }

  /** How many class loaders of undeployed applications are left, the last one's not counted. */
  int loaders() {
    commands.println("loaders");
    return Integer.parseInt(answer());
  }

  /** The application's address, ending in a slash, while it is deployed. */
  URI address() {
    return URI.create("http://localhost:" + port + "/");
  }

  /** The address of the collaboration endpoint, while the application is deployed. */
  URI socket() {
    return URI.create("ws://localhost:" + port + "/collab/socket");
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    commands.close();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
