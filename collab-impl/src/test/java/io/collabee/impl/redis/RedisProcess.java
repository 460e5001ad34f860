package io.collabee.impl.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;

/**
 * A Redis server of its own on a free port. Started again, it has the same port, and whatever it or
 * its Sentinels wrote into its configuration; its data is gone.
 */
public final class RedisProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  // A Redis Cluster's servers talk to each other at their port and this.
  private static final int CLUSTER_PORT = 10000;

  private final int port;
  private final Path directory;
  private final List<String> command;
  private @Nullable Process process;

  private RedisProcess(int port, List<String> settings, List<String> options) {
    this.port = port;
    List<String> lines = new ArrayList<>(settings);
    lines.add("port " + port);
    lines.add("bind 127.0.0.1");
    try {
      directory = Files.createTempDirectory("collabee-redis");
      lines.add("dir " + directory);
      Path configuration = Files.write(directory.resolve("redis.conf"), lines);
      command = new ArrayList<>(List.of(Program.PATH, configuration.toString()));
      command.addAll(options);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
  }

  /** The server's program, unpacked once. */
  private static final class Program {
    private static final String PATH = unpacked();

    private static String unpacked() {
      try {
        return ExecutableProvider.newJarResourceProvider().get().getPath();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * Starts a server that keeps nothing.
   *
   * @param settings further lines of its configuration
   */
  public static RedisProcess server(String... settings) {
    List<String> lines = new ArrayList<>(List.of("save \"\"", "appendonly no"));
    lines.addAll(List.of(settings));
    RedisProcess server = new RedisProcess(freePort(), lines, List.of());
    server.start();
    return server;
  }

  /**
   * Starts a Sentinel.
   *
   * @param settings further lines of its configuration
   */
  static RedisProcess sentinel(String... settings) {
    RedisProcess sentinel = new RedisProcess(freePort(), List.of(settings), List.of("--sentinel"));
    sentinel.start();
    return sentinel;
  }

  private static int freePort() {
    while (true) {
      try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        int port = free.getLocalPort();
        if (port + CLUSTER_PORT < 65536) {
          return port;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Starts it again and waits until it answers. */
  public void start() {
    try {
      process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(Redirect.appendTo(directory.resolve("redis.log").toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Awaitility.await("redis-server, see " + directory)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(this::answers);
  }

  private boolean answers() {
    try (RedisConnection connection = new RedisConnection(port, PATIENCE)) {
      return connection.ask("PING").contains("PONG");
    } catch (IOException e) {
      return false;
    }
  }

  /** Kills it as {@code kill -9} does. */
  public void kill() {
    if (process != null) {
      process.destroyForcibly().onExit().join();
    }
  }

  /** Halts it as it is: its connections stay open, nothing is answered. */
  public void pause() {
    signal("STOP");
  }

  /** Lets it go on after {@link #pause}. */
  public void resume() {
    signal("CONT");
  }

  private void signal(String name) {
    if (process == null) {
      throw new IllegalStateException("not started");
    }
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
          .inheritIO()
          .start()
          .onExit()
          .join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** Where it listens, on this machine's own address alone. */
  public int port() {
    return port;
  }

  /** Sends it a command; the strings and numbers of its answer. */
  public List<String> ask(String... command) {
    try (RedisConnection connection = new RedisConnection(port, PATIENCE)) {
      return connection.ask(command);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    kill();
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
