package io.collabee.impl.config;

import static io.collabee.impl.config.Setting.bool;
import static io.collabee.impl.config.Setting.choice;
import static io.collabee.impl.config.Setting.duration;
import static io.collabee.impl.config.Setting.integer;
import static io.collabee.impl.config.Setting.size;
import static io.collabee.impl.config.Setting.text;

import io.collabee.spi.Access;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/**
 * Every setting there is. To add one: a constant here, and its {@linkplain Setting#row() row} in
 * {@code docs/configuration.md} (the test prints it).
 */
public final class Settings {

  // Who may do what

  public static final Setting<Access> ANONYMOUS_ACCESS =
      choice(
          "collab.anonymous-access",
          Access.NONE,
          EnumSet.range(Access.NONE, Access.WRITE),
          "What a caller without a login may do with every document. For demonstrations and load"
              + " tests.");

  // Store

  public static final Setting<String> DATASOURCE =
      text(
          "collab.datasource",
          "java:comp/DefaultDataSource",
          "a JNDI name",
          "The data source that holds documents and history.");

  public static final Setting<Schema> SCHEMA =
      choice(
          "collab.schema",
          Schema.CREATE,
          EnumSet.allOf(Schema.class),
          "At start, create and update the tables, only check them, or do neither.");

  // Documents

  public static final Setting<Integer> LANES =
      integer(
          "collab.lanes",
          4,
          1,
          64,
          "How many transactions of this node commit at a time; each lane is one thread and uses"
              + " one database connection.");

  public static final Setting<Duration> DOCUMENT_IDLE =
      duration(
          "collab.document.idle",
          "PT1M",
          "PT1S",
          "P1D",
          "How long a document that nobody follows stays in memory.");

  public static final Setting<Long> SNAPSHOT_SIZE =
      size(
          "collab.snapshot.size",
          "64k",
          "1k",
          "1g",
          "A snapshot is taken when the operations since the last one weigh more than this and"
              + " more than half of that snapshot.");

  // The host's Java side

  public static final Setting<Duration> API_TIMEOUT =
      duration(
          "collab.api.timeout",
          "PT30S",
          "PT1S",
          "PT1H",
          "How long a call of the host to `Documents` waits for its answer.");

  // Endpoint

  public static final Setting<Boolean> SOCKET_ENABLED =
      bool("collab.socket.enabled", true, "Whether browsers can connect at all.");

  public static final Setting<String> SOCKET_PATH =
      text(
          "collab.socket.path",
          "/collab/socket",
          "a path below the context root",
          "Where browsers connect.");

  // Server

  public static final Setting<String> THREAD_FACTORY =
      text(
          "collab.thread-factory",
          "java:comp/DefaultManagedThreadFactory",
          "a JNDI name",
          "What makes the module's threads; without such a resource they are plain daemon threads.");

  private static final List<Setting<?>> ALL = constants();

  private Settings() {}

  /** All settings, in the order of this file. */
  public static List<Setting<?>> all() {
    return ALL;
  }

  private static List<Setting<?>> constants() {
    List<Setting<?>> found = new ArrayList<>();
    for (Field field : Settings.class.getDeclaredFields()) {
      if (Modifier.isPublic(field.getModifiers()) && field.getType() == Setting.class) {
        try {
          found.add((Setting<?>) field.get(null));
        } catch (IllegalAccessException e) {
          throw new IllegalStateException(field.getName(), e);
        }
      }
    }
    return List.copyOf(found);
  }
}
