package io.collabee.impl.config;

import static io.collabee.impl.config.Setting.bool;
import static io.collabee.impl.config.Setting.choice;
import static io.collabee.impl.config.Setting.duration;
import static io.collabee.impl.config.Setting.integer;
import static io.collabee.impl.config.Setting.size;
import static io.collabee.impl.config.Setting.text;
import static io.collabee.impl.config.Setting.words;

import io.collabee.spi.Access;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

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
          "The most that a caller without a login may do with a document. With `none` none"
              + " connects; otherwise the application's access policy, if it has one, may give"
              + " less.");

  public static final Setting<Duration> ACCESS_CACHE =
      duration(
          "collab.access.cache",
          "PT5S",
          "PT0S",
          "PT1H",
          "How long a connection relies on what the access policy has answered about a document,"
              + " unless the application fires `AccessChanged`. With `PT0S` it asks each time.");

  public static final Setting<Duration> ACCESS_RECHECK =
      duration(
          "collab.access.recheck",
          "PT30S",
          "PT1S",
          "P1D",
          "How often the access policy is asked again about the documents that connections"
              + " follow.");

  public static final Setting<Duration> STEP_UP_MAX_AGE =
      duration(
          "collab.step-up.max-age",
          "PT5M",
          "PT1S",
          "P1D",
          "How long ago somebody may have proved who he is to do what is critical, by the"
              + " `auth_time` of his token, or without that by its `iat`.");

  public static final Setting<Set<String>> STEP_UP_ACTIONS =
      words(
          "collab.step-up.actions",
          "restore,delete,purge,share,revoke",
          Set.of("restore", "delete", "purge", "share", "revoke", "write"),
          "What is critical: to set a document back to an old version, to delete one, to delete"
              + " history, to change who may do what, to end others' logins; `write` is every"
              + " change of any document.");

  public static final Setting<Boolean> STEP_UP_UNKNOWN =
      bool(
          "collab.step-up.refuse-unknown",
          false,
          "Whether what is critical is refused to logins of which nobody says when somebody proved"
              + " who he is, such as the server's own without a token.");

  public static final Setting<Duration> REVOCATION_CHECK =
      duration(
          "collab.revocation.check",
          "PT1S",
          "PT0.05S",
          "PT1M",
          "The pause between two times that a node reads from the database which logins were"
              + " revoked on others; it finds what the bus has lost. A read never takes more than a"
              + " tenth of the time.");

  public static final Setting<Duration> REVOCATION_LIFE =
      duration(
          "collab.revocation.life",
          "P30D",
          "PT1H",
          "P3650D",
          "How long it is remembered that a user's logins were revoked. Must be longer than any"
              + " token or login of the server lives.");

  public static final Setting<Access> REVOCATION_UNKNOWN =
      choice(
          "collab.revocation.unknown",
          Access.READ,
          EnumSet.of(Access.NONE, Access.READ),
          "What those who are logged in may do while a node can ask neither the database nor Redis"
              + " who was revoked. With `none` sockets are closed until it can. Nothing can be"
              + " changed either way.");

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

  public static final Setting<Integer> LANE_QUEUE =
      integer(
          "collab.lane.queue",
          10_000,
          1,
          1_000_000,
          "How many operations may wait in one lane; more are refused as retryable.");

  public static final Setting<Integer> LANE_BATCH =
      integer("collab.lane.batch", 1_000, 1, 100_000, "How many operations one transaction takes.");

  public static final Setting<Integer> READERS =
      integer(
          "collab.readers",
          2,
          1,
          64,
          "How many threads read from the database; each uses one connection.");

  public static final Setting<Duration> DOCUMENT_IDLE =
      duration(
          "collab.document.idle",
          "PT5M",
          "PT1S",
          "P1D",
          "How long a document that nobody follows or edits stays in memory.");

  public static final Setting<Long> DOCUMENT_SIZE =
      size(
          "collab.document.size",
          "16m",
          "1k",
          "1g",
          "How long the JSON of a document may get, in UTF-16 units. An operation that would make it"
              + " longer is refused.");

  public static final Setting<Integer> DOCUMENT_TAIL =
      integer(
          "collab.document.tail",
          2_000,
          1,
          1_000_000,
          "How many committed operations a document in memory keeps; older ones are read from the"
              + " database.");

  public static final Setting<Long> SNAPSHOT_SIZE =
      size(
          "collab.snapshot.size",
          "64k",
          "1k",
          "1g",
          "A snapshot is taken when the operations since the last one weigh more than this and"
              + " more than half of that snapshot.");

  public static final Setting<Duration> SOURCE_MEMORY =
      duration(
          "collab.source.memory",
          "P7D",
          "PT1H",
          "P365D",
          "How long a client may stay away and still resend its last operation without it being"
              + " committed twice.");

  // History

  public static final Setting<Duration> SESSION_GAP =
      duration(
          "collab.history.session-gap",
          "PT5M",
          "PT1S",
          "P1D",
          "How long an author's pause is that ends what history shows as one session, or as one"
              + " stretch of his.");

  public static final Setting<Integer> HISTORY_REPLAY =
      integer(
          "collab.history.replay",
          500_000,
          100,
          100_000_000,
          "Through how many operations an answer about history may go. Who wrote what is told for"
              + " what was written within so many; a comparison or undoing of more is refused.");

  public static final Setting<Integer> HISTORY_LABELS =
      integer(
          "collab.history.labels",
          1_000,
          0,
          100_000,
          "How many labels a document may have. Each keeps the whole content of its version.");

  public static final Setting<Boolean> COMPACTION_ENABLED =
      bool(
          "collab.compaction.enabled",
          true,
          "Whether this node compacts history. Nodes that do take turns.");

  public static final Setting<Integer> COMPACTION_HOT =
      integer(
          "collab.compaction.hot",
          2_000,
          0,
          1_000_000,
          "How many of the newest operations of a document stay as they were committed.");

  public static final Setting<Duration> COMPACTION_IDLE =
      duration(
          "collab.compaction.idle",
          "PT1H",
          "PT1S",
          "P3650D",
          "How long nobody has edited a document until all of its operations are compacted.");

  public static final Setting<Integer> COMPACTION_CHUNK =
      integer(
          "collab.compaction.chunk",
          4_096,
          16,
          65_536,
          "How many operations are compressed together. The more, the smaller; but to read one of"
              + " them all are decoded.");

  public static final Setting<Integer> COMPACTION_SNAPSHOTS =
      integer(
          "collab.compaction.snapshots",
          16_384,
          0,
          100_000_000,
          "How many operations lie between two snapshots of compacted history at least. Others are"
              + " deleted, but for labelled ones and the newest. The more, the smaller; but to"
              + " read an old version as many are gone through. 0 keeps all.");

  public static final Setting<Duration> COMPACTION_PAUSE =
      duration(
          "collab.compaction.pause",
          "PT1M",
          "PT0.01S",
          "P1D",
          "How long a node waits until it looks again for what can be compacted.");

  // Comments

  public static final Setting<Integer> COMMENT_LENGTH =
      integer(
          "collab.comments.length",
          10_000,
          1,
          1_000_000,
          "How many characters a comment may have.");

  public static final Setting<Integer> COMMENT_THREADS =
      integer(
          "collab.comments.threads",
          1_000,
          1,
          100_000,
          "How many threads of comments a document may have, resolved ones too.");

  public static final Setting<Integer> COMMENT_REPLIES =
      integer(
          "collab.comments.replies",
          500,
          1,
          10_000,
          "How many comments a thread may have, the first and deleted ones too.");

  public static final Setting<Integer> COMMENT_RATE =
      integer(
          "collab.comments.rate",
          5,
          0,
          1_000_000,
          "How many changes of comments a second a user may make on a node over HTTP in the long"
              + " run, and ten times as many at once; 0 for any number. More are refused with 429."
              + " Does not hold for callers without a login.");

  public static final Setting<String> RETENTION_POLICIES =
      text(
          "collab.retention.policies",
          "",
          "`collection=thin AGE drop AGE` with semicolons between, such as"
              + " `notes=thin P30D drop P365D; chat-*=drop P90D`",
          "How long the histories of collections are kept; the first pattern that fits holds."
              + " Operations older than `thin` are merged to one for each stretch of work, older"
              + " than `drop` they are deleted. `keep`, as without a pattern, keeps all.");

  public static final Setting<Duration> RETENTION_PURGE_AFTER =
      duration(
          "collab.retention.purge-after",
          "PT0S",
          "PT0S",
          "P36500D",
          "How long after its deletion nothing is left of a document; zero for never.");

  public static final Setting<Duration> RETENTION_PAUSE =
      duration(
          "collab.retention.pause",
          "PT1H",
          "PT0.01S",
          "P1D",
          "How long a node waits until it looks again for what is too old.");

  // Cluster

  public static final Setting<BusChoice> BUS =
      choice(
          "collab.bus",
          BusChoice.AUTO,
          EnumSet.allOf(BusChoice.class),
          "What brings to the other nodes what one has committed. With `auto` that is Redis, if it"
              + " is configured or the application has a bean of `RedissonClient`, and PostgreSQL's"
              + " NOTIFY without it or while it is away.");

  public static final Setting<Duration> HEAD_CHECK_FAST =
      duration(
          "collab.head-check.fast",
          "PT0.2S",
          "PT0.01S",
          "PT1M",
          "The pause between two checks of the database for what other nodes committed, after one"
              + " that found something. It grows by half with each that finds nothing. A check"
              + " never takes more than a tenth of the time.");

  public static final Setting<Duration> HEAD_CHECK_SLOW =
      duration(
          "collab.head-check.slow",
          "PT1S",
          "PT0.01S",
          "PT1M",
          "The longest such pause while no bus brings what other nodes commit.");

  public static final Setting<Duration> HEAD_CHECK_TRUSTED =
      duration(
          "collab.head-check.trusted",
          "PT5S",
          "PT0.01S",
          "PT10M",
          "The longest such pause while a bus does; it finds what the bus has lost.");

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

  public static final Setting<String> SOCKET_ORIGINS =
      text(
          "collab.socket.origins",
          "",
          "origins with commas between, or `*`",
          "From which pages browsers may connect besides those of the application's own host and"
              + " port, such as `https://app.example.com`.");

  public static final Setting<String> SOCKET_TRUSTED_PROXIES =
      text(
          "collab.socket.trusted-proxies",
          "",
          "addresses or networks with commas between, such as `10.0.0.0/8`",
          "The proxies in front of the application. What these say in `X-Forwarded-For`,"
              + " `X-Forwarded-Host` and `X-Forwarded-Proto` is believed; anybody else may say it.");

  public static final Setting<String> SOCKET_ROLES =
      text(
          "collab.socket.roles",
          "",
          "role names with commas between",
          "The roles that the access policy may ask for: a server tells of them at the handshake"
              + " only. Nobody is in a role that is not named here.");

  public static final Setting<Integer> SOCKET_CONNECTIONS =
      integer(
          "collab.socket.connections",
          20_000,
          1,
          10_000_000,
          "How many sockets a node has open at a time. More handshakes are refused with 503.");

  public static final Setting<Long> SOCKET_MESSAGE_SIZE =
      size(
          "collab.socket.message-size",
          "1m",
          "1k",
          "64m",
          "The longest message taken from a client, in UTF-16 units. A server may have a limit of"
              + " its own below it, as Payara has at 4 MB.");

  public static final Setting<Long> SOCKET_OPERATION_SIZE =
      size(
          "collab.socket.operation-size",
          "1m",
          "1k",
          "64m",
          "The longest message that submits an operation, in UTF-16 units.");

  public static final Setting<Long> SOCKET_OUTBOX_SIZE =
      size(
          "collab.socket.outbox-size",
          "4m",
          "64k",
          "256m",
          "How much may wait for a client besides contents it asked for, in UTF-16 units. One that"
              + " reads too slowly is closed and connects again.");

  public static final Setting<Long> SOCKET_BATCH_SIZE =
      size(
          "collab.socket.batch-size",
          "64k",
          "1k",
          "1m",
          "How long a frame of several messages may get, for clients that take such frames.");

  public static final Setting<Integer> SOCKET_RATE =
      integer(
          "collab.socket.rate",
          2_000,
          0,
          1_000_000,
          "How many messages a second a client may send in the long run; 0 for any number.");

  public static final Setting<Integer> SOCKET_BURST =
      integer(
          "collab.socket.burst",
          20_000,
          1,
          10_000_000,
          "How many messages a client may send at once.");

  public static final Setting<Integer> SOCKET_OPERATION_RATE =
      integer(
          "collab.socket.operation-rate",
          1_000,
          0,
          1_000_000,
          "How many operations a second a client may send in the long run, and ten times as many at"
              + " once; 0 for any number. One that sends more is closed and connects again.");

  public static final Setting<Integer> SOCKET_DOCUMENTS =
      integer(
          "collab.socket.documents",
          1_000,
          1,
          1_000_000,
          "How many documents a connection may be subscribed to.");

  public static final Setting<Integer> SOCKET_READS =
      integer(
          "collab.socket.reads",
          10_000,
          1,
          1_000_000,
          "How many requests for content of one client may wait for their turn.");

  public static final Setting<Integer> SOCKET_PRESENCES =
      integer(
          "collab.socket.presences",
          1_000,
          1,
          1_000_000,
          "How many presences a connection may have, and how many presence channels it may hear.");

  public static final Setting<Long> SOCKET_PRESENCE_SIZE =
      size(
          "collab.socket.presence-size",
          "16k",
          "1k",
          "64m",
          "The longest message that tells a presence, in UTF-16 units.");

  public static final Setting<Integer> SOCKET_PRESENCE_RATE =
      integer(
          "collab.socket.presence-rate",
          200,
          0,
          1_000_000,
          "How many presences a second a client may tell in the long run, and ten times as many at"
              + " once; 0 for any number. More are refused.");

  public static final Setting<Duration> SOCKET_PING =
      duration(
          "collab.socket.ping",
          "PT25S",
          "PT1S",
          "PT10M",
          "How often a client is pinged, and told the versions it should have if it asked to.");

  public static final Setting<Integer> SOCKET_MISSED_PINGS =
      integer(
          "collab.socket.missed-pings",
          3,
          1,
          100,
          "After how many such intervals without a sign of life a connection is closed.");

  public static final Setting<Integer> SOCKET_PUMPS =
      integer("collab.socket.pumps", 2, 1, 64, "How many threads write to sockets.");

  public static final Setting<Boolean> SOCKET_TYRUS_TIMER =
      bool(
          "collab.socket.tyrus-timer",
          false,
          "Whether to leave the idle timer of Payara's and GlassFish's WebSocket layer on. It costs"
              + " ten times what all the rest of a frame costs, and does nothing here.");

  // Users and addresses

  public static final Setting<Integer> USER_OPERATION_RATE =
      integer(
          "collab.user.operation-rate",
          2_000,
          0,
          1_000_000,
          "How many operations a second all clients of a user together may send to a node in the"
              + " long run, and ten times as many at once; 0 for any number. A client that sends"
              + " more is closed and connects again. Does not hold for callers without a login.");

  public static final Setting<Integer> USER_CONNECTIONS =
      integer(
          "collab.user.connections",
          100,
          0,
          1_000_000,
          "How many connections of a user a node has at a time; 0 for any number. More handshakes"
              + " are refused with 429. Does not hold for callers without a login.");

  public static final Setting<Integer> ADDRESS_CONNECTIONS =
      integer(
          "collab.address.connections",
          2_000,
          0,
          1_000_000,
          "How many connections from an address, which for IPv6 is a network of 64 bits, a node has"
              + " at a time; 0 for any number. More handshakes are refused with 429. All that come"
              + " through a proxy that is not trusted count as one address.");

  public static final Setting<Integer> ADDRESS_HANDSHAKES =
      integer(
          "collab.address.handshakes",
          100,
          0,
          1_000_000,
          "How many handshakes a second without a login may come from an address in the long run,"
              + " and ten times as many at once; 0 for any number. More are refused with 429.");

  // REST interface and tickets

  public static final Setting<Boolean> REST_ENABLED =
      bool("collab.rest.enabled", true, "Whether there is a REST interface.");

  public static final Setting<String> REST_PATH =
      text(
          "collab.rest.path",
          "/collab/api",
          "a path below the context root",
          "Where the REST interface is.");

  public static final Setting<Long> REST_BODY_SIZE =
      size(
          "collab.rest.body-size",
          "1m",
          "1k",
          "64m",
          "The longest body taken by the REST interface, in UTF-16 units.");

  public static final Setting<Integer> REST_RATE =
      integer(
          "collab.rest.rate",
          100,
          0,
          1_000_000,
          "How many requests a second a user, or an address without a login, may send in the long"
              + " run, and ten times as many at once; 0 for any number. More are refused with 429.");

  public static final Setting<Integer> REST_AT_ONCE =
      integer(
          "collab.rest.at-once",
          8,
          0,
          100_000,
          "How many requests a user, or an address without a login, may have under way at a time;"
              + " 0 for any number. Each keeps a thread of the server, which should have more (Payara"
              + " Micro has 10, `--maxhttpthreads`). More are refused with 429.");

  public static final Setting<Boolean> REST_CACHE_VERSIONS =
      bool(
          "collab.rest.cache-versions",
          false,
          "Whether a browser may keep what it read of an old version, which never changes: also"
              + " after its user may no longer read it, or it was redacted.");

  public static final Setting<Duration> TICKET_LIFE =
      duration(
          "collab.ticket.life",
          "PT30S",
          "PT1S",
          "PT10M",
          "How long a ticket for the socket may wait for its one use.");

  public static final Setting<Duration> SESSION_LIFE =
      duration(
          "collab.session.life",
          "PT12H",
          "PT1M",
          "P30D",
          "How long a client may take up its session without a new login, from the last time that"
              + " it came with one.");

  public static final Setting<Boolean> SESSION_BEYOND_TOKEN =
      bool(
          "collab.session.beyond-token",
          false,
          "Whether a session lives that long also if the token that its login rested on expires"
              + " before.");

  public static final Setting<String> SESSION_KEYS =
      text(
          "collab.session.keys",
          "",
          "`id:key` with commas between, each key 32 bytes in Base64",
          "What sessions are encrypted with: the first key encrypts, all decrypt. Without it, keys"
              + " are in the database, and change every `collab.key.life`.");

  public static final Setting<Duration> KEY_LIFE =
      duration(
          "collab.key.life",
          "P30D",
          "PT1H",
          "P3650D",
          "How long a key of the database encrypts tickets and sessions, before the next does.");

  public static final Setting<Duration> PURGE_INTERVAL =
      duration(
          "collab.purge.interval",
          "PT5M",
          "PT1S",
          "P1D",
          "How often a node deletes what has expired, such as tickets that were used.");

  // Redis

  public static final Setting<RedisMode> REDIS_MODE =
      choice(
          "collab.redis.mode",
          RedisMode.SINGLE,
          EnumSet.allOf(RedisMode.class),
          "How Redis is set up: one server, a master watched by Sentinels, or a Redis Cluster.");

  public static final Setting<String> REDIS_ADDRESSES =
      text(
          "collab.redis.addresses",
          "",
          "`host:port`, `redis://host:port` or `rediss://host:port`, with commas between",
          "Where Redis is: the server, Sentinels, or some servers of the cluster. Without it Redis"
              + " is not used, unless the application has a bean of `RedissonClient`.");

  public static final Setting<String> REDIS_MASTER =
      text("collab.redis.master", "", "a name", "The name that the Sentinels know the master by.");

  public static final Setting<String> REDIS_USERNAME =
      text("collab.redis.username", "", "a name", "Who logs in at Redis.");

  public static final Setting<String> REDIS_PASSWORD =
      text("collab.redis.password", "", "a password", "The password for Redis.");

  public static final Setting<String> REDIS_PREFIX =
      text(
          "collab.redis.prefix",
          "collab",
          "the start of a name",
          "What the names of topics and keys begin with, for servers that allow each user some only."
              + " The same on all nodes.");

  public static final Setting<Integer> REDIS_TOPICS =
      integer(
          "collab.redis.topics",
          64,
          1,
          200,
          "Over how many topics documents are spread. The same on all nodes.");

  public static final Setting<Duration> REDIS_PATIENCE =
      duration(
          "collab.redis.patience",
          "PT1S",
          "PT0.05S",
          "PT30S",
          "How long a message of a node to itself may take over Redis. If three in a row take"
              + " longer, Redis is not relied on until it is faster again.");

  public static final Setting<Long> REDIS_WAITING =
      size(
          "collab.redis.waiting",
          "8m",
          "64k",
          "1g",
          "How many bytes may wait to be published; what is more is not published.");

  // Server

  public static final Setting<Duration> SHUTDOWN_PATIENCE =
      duration(
          "collab.shutdown.patience",
          "PT5S",
          "PT0S",
          "PT5M",
          "How long the module, when it stops, waits until what clients have sent is committed and"
              + " they have taken the answers.");

  public static final Setting<String> THREAD_FACTORY =
      text(
          "collab.thread-factory",
          "java:comp/DefaultManagedThreadFactory",
          "a JNDI name",
          "What makes the module's threads. Where a server lacks the default one, they are plain daemon threads.");

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
