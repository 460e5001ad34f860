package io.collabee.sample;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import javax.management.JMException;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Payara Micro in this process, with one WAR that is deployed and undeployed as lines of the
 * standard input say. Each line is answered by a line that begins with {@link #ANSWER}; all others
 * are the server's log.
 *
 * <p>Knows the server by reflection: its jar, which holds all of Jakarta EE, is on the class path
 * of this process alone.
 */
final class DeployConsole {
  static final String ANSWER = "ANSWER ";

  // The database's driver, which is in the WAR, has a thread that ends 30 s after its last task.
  private static final int COLLECTIONS = 120;

  // The server takes System.out for its log.
  private static final PrintStream OUT = System.out;

  private final Object server;
  private final Class<?> api;
  private final File war;
  private final Path dump;
  private final List<WeakReference<@Nullable ClassLoader>> undeployed = new ArrayList<>();
  private WeakReference<@Nullable ClassLoader> application = new WeakReference<>(null);

  private DeployConsole(int port, File war, Path dump) throws ReflectiveOperationException {
    this.war = war;
    this.dump = dump;
    Class<?> micro = Class.forName("fish.payara.micro.PayaraMicro");
    Object configured = micro.getMethod("getInstance").invoke(null);
    micro.getMethod("setHttpPort", int.class).invoke(configured, port);
    micro.getMethod("setNoHazelcast", boolean.class).invoke(configured, true);
    server = micro.getMethod("bootStrap").invoke(configured);
    api = Class.forName("fish.payara.micro.PayaraMicroRuntime");
  }

  /**
   * Starts the server.
   *
   * @param arguments its port, the WAR, and where a heap dump goes if the application does not
   */
  @SuppressWarnings("SystemConsoleNull") // The input is a pipe.
  public static void main(String[] arguments) throws Exception {
    DeployConsole console =
        new DeployConsole(
            Integer.parseInt(arguments[0]), new File(arguments[1]), Path.of(arguments[2]));
    answer("ready");
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      answer(console.obey(line));
    }
    System.exit(0);
  }

  private static void answer(String text) {
    OUT.println(ANSWER + text);
  }

  private String obey(String command) throws Exception {
    return switch (command) {
      case "deploy" -> deploy();
      case "undeploy" -> undeploy();
      case "loaders" -> loaders();
      default -> throw new IllegalArgumentException(command);
    };
  }

  private String deploy() throws ReflectiveOperationException {
    Object done =
        api.getMethod("deploy", String.class, String.class, File.class)
            .invoke(server, "minutes", "/", war);
    application =
        new WeakReference<>(
            Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("collab-lane"))
                .map(Thread::getContextClassLoader)
                .findFirst()
                .orElseThrow());
    return String.valueOf(done);
  }

  /** Undeploys, and says which threads of the application are left. */
  private String undeploy() throws ReflectiveOperationException {
    api.getMethod("undeploy", String.class).invoke(server, "minutes");
    undeployed.add(application);
    return String.join(", ", threads());
  }

  private List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(this::isOfTheApplication)
        .map(thread -> "thread " + thread.getName())
        .toList();
  }

  private boolean isOfTheApplication(Thread thread) {
    ClassLoader loader = thread.getContextClassLoader();
    return (loader != null && loader == application.get())
        || thread.getName().matches("(?i).*(collab|redisson|netty|hibernate).*");
  }

  /**
   * How many class loaders of applications are still there, without the last one's: that one the
   * server's timers and the JVM's own caches hold until another takes its place.
   */
  private String loaders() throws IOException, JMException {
    List<WeakReference<@Nullable ClassLoader>> former =
        undeployed.subList(0, undeployed.size() - 1);
    long left = former.size();
    takeJvmsPlace();
    for (int i = 0; i < COLLECTIONS && left > 0; i++) {
      System.gc();
      LockSupport.parkNanos(500_000_000);
      left = former.stream().filter(loader -> loader.get() != null).count();
    }
    if (left > 0) {
      dumpHeap();
    }
    return Long.toString(left);
  }

  /** The JVM keeps the last record whose equals it has linked (JDK-8078641), until the next is. */
  private static void takeJvmsPlace() {
    record Next(int value) {}
    if (!new Next(1).equals(new Next(1))) {
      throw new IllegalStateException("Records are compared by their values");
    }
  }

  private void dumpHeap() throws IOException, JMException {
    Files.deleteIfExists(dump);
    ManagementFactory.getPlatformMBeanServer()
        .invoke(
            new ObjectName("com.sun.management:type=HotSpotDiagnostic"),
            "dumpHeap",
            new Object[] {dump.toString(), true},
            new String[] {"java.lang.String", "boolean"});
  }
}
