package io.collabee.impl.cdi;

import io.collabee.CollabStatus;
import io.collabee.Comments;
import io.collabee.DocumentId;
import io.collabee.Documents;
import io.collabee.History;
import io.collabee.Keeping;
import io.collabee.NodeStatus;
import io.collabee.OperationalTransform;
import io.collabee.Rendering;
import io.collabee.Revocations;
import io.collabee.Sessions;
import io.collabee.event.AccessChanged;
import io.collabee.event.Audited;
import io.collabee.event.BusChanged;
import io.collabee.event.Commented;
import io.collabee.event.OperationsCommitted;
import io.collabee.impl.cluster.BusMessage;
import io.collabee.impl.cluster.Cluster;
import io.collabee.impl.cluster.HeadCheck;
import io.collabee.impl.cluster.NodeId;
import io.collabee.impl.cluster.Presences;
import io.collabee.impl.comments.CompanionAccess;
import io.collabee.impl.comments.DeletedDocuments;
import io.collabee.impl.comments.RedactedComments;
import io.collabee.impl.comments.StoredComments;
import io.collabee.impl.config.Configuration;
import io.collabee.impl.config.Settings;
import io.collabee.impl.document.Activity;
import io.collabee.impl.document.Arrivals;
import io.collabee.impl.document.CommitListener;
import io.collabee.impl.document.DocumentService;
import io.collabee.impl.document.LiveDocuments;
import io.collabee.impl.document.Observers;
import io.collabee.impl.history.LoggedHistory;
import io.collabee.impl.host.AuditEvents;
import io.collabee.impl.host.BlockingDocuments;
import io.collabee.impl.host.BlockingPast;
import io.collabee.impl.host.BusEvents;
import io.collabee.impl.host.CommitEvents;
import io.collabee.impl.host.KeptSessions;
import io.collabee.impl.host.Watches;
import io.collabee.impl.keeping.KeptDocuments;
import io.collabee.impl.keeping.Retention;
import io.collabee.impl.ot.DocumentTypes;
import io.collabee.impl.ot.Json0Type;
import io.collabee.impl.ot.JsonTransform;
import io.collabee.impl.ot.RichTextType;
import io.collabee.impl.ot.TextType;
import io.collabee.impl.protocol.ClientIds;
import io.collabee.impl.protocol.ClientSession;
import io.collabee.impl.protocol.PresenceHub;
import io.collabee.impl.protocol.Renewals;
import io.collabee.impl.render.Forms;
import io.collabee.impl.rest.CollectionResources;
import io.collabee.impl.rest.CommentResources;
import io.collabee.impl.rest.ContentResources;
import io.collabee.impl.rest.DocumentResources;
import io.collabee.impl.rest.FewAtOnce;
import io.collabee.impl.rest.Gate;
import io.collabee.impl.rest.HistoryResources;
import io.collabee.impl.rest.KeepingResources;
import io.collabee.impl.rest.Rest;
import io.collabee.impl.rest.RestRegistration;
import io.collabee.impl.rest.RevocationResource;
import io.collabee.impl.rest.SessionResources;
import io.collabee.impl.rest.SignOutResource;
import io.collabee.impl.rest.TicketResource;
import io.collabee.impl.security.Allowance;
import io.collabee.impl.security.AnonymousAccess;
import io.collabee.impl.security.AuditTrail;
import io.collabee.impl.security.LiveSessions;
import io.collabee.impl.security.Logins;
import io.collabee.impl.security.Purge;
import io.collabee.impl.security.Rates;
import io.collabee.impl.security.Resumption;
import io.collabee.impl.security.RevocationCheck;
import io.collabee.impl.security.RevocationWatch;
import io.collabee.impl.security.RevokedLogins;
import io.collabee.impl.security.Revoker;
import io.collabee.impl.security.Roles;
import io.collabee.impl.security.SessionKeeper;
import io.collabee.impl.security.SessionRegister;
import io.collabee.impl.security.StepUp;
import io.collabee.impl.security.Tickets;
import io.collabee.impl.security.TokenReaders;
import io.collabee.impl.store.JpaStore;
import io.collabee.impl.websocket.Connections;
import io.collabee.impl.websocket.SocketSettings;
import io.collabee.spi.AccessPolicy;
import io.collabee.spi.DocumentType;
import io.collabee.spi.SessionKeys;
import jakarta.persistence.EntityManager;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** The whole module, running: all its parts, each built by its constructor from those before it. */
final class Node implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Node.class.getName());

  /** After this time without a sign of another node its presences are taken for gone. */
  private static final Duration NODE_TIMEOUT = Duration.ofSeconds(5);

  /** How long the database may take to answer before the node counts as not ready. */
  private static final Duration PROBE_PATIENCE = Duration.ofSeconds(5);

  /** A document that need not be there. */
  private static final DocumentId PROBED = DocumentId.of("collab", "probe");

  private final Configuration configuration;
  private final PartSettings settings;
  private final SocketSettings socket;
  private final Deque<AutoCloseable> running = new ArrayDeque<>();
  private final JpaStore store;
  private final OperationalTransform transform;
  private final Documents documents;
  private final LoggedHistory history;
  private final Keeping keeping;
  private final Rendering rendering = new Forms();
  private final StoredComments comments;
  private final Logins logins;
  private final Cluster cluster;
  private final Tickets tickets;
  private final SessionKeeper sessionKeeper;
  private final Resumption resumption;
  private final Gate gate;
  private final Revoker revoker;
  private final RevocationCheck revocationCheck;
  private final Connections connections;
  private final CollabStatus status;
  private final DatabaseProbe probe;

  /**
   * What the application and its server give.
   *
   * @param types the host's own document types
   * @param policy of the host, or what holds without
   * @param observers are told of commits; empty if there are none
   * @param busObservers are told of changes of the bus
   * @param auditObservers are told of security events; empty if there are none
   * @param commentObservers are told of comments; empty if there are none
   * @param redisson finds the application's own client of Redis, a {@code RedissonClient}
   * @param sessionKeys of the host, if it has any
   * @param placement says which documents are kept elsewhere; empty if all are in one database
   */
  record Surroundings(
      DataSource dataSource,
      ThreadFactory threads,
      Clock clock,
      Collection<DocumentType<?, ?>> types,
      AccessPolicy policy,
      Optional<Consumer<OperationsCommitted>> observers,
      Consumer<BusChanged> busObservers,
      Optional<Consumer<Audited>> auditObservers,
      Optional<Consumer<Commented>> commentObservers,
      Supplier<Optional<Object>> redisson,
      Optional<SessionKeys> sessionKeys,
      Optional<Places.Placement> placement) {}

  /** Starts everything; if a part does not start, stops those before it. */
  Node(Configuration configuration, Surroundings around) {
    this.configuration = configuration;
    settings = new PartSettings(configuration);
    socket = SocketSettings.of(configuration);
    try {
      DocumentTypes types = types(around.types());
      transform = new JsonTransform(types);
      Instant start = around.clock().instant();
      NodeId id = NodeId.random();
      Cluster cluster = new Cluster(id, around.threads());
      DeletedDocuments deleted =
          started(new DeletedDocuments(ServerThreads.named("collab-deletions", around.threads())));
      Function<DataSource, Place.Open> opener =
          dataSource -> open(dataSource, around, types, cluster.and(deleted));
      Place.Open first = opener.apply(around.dataSource());
      // From here on the last is stopped first: what lanes commit then is told, and read for
      // events.
      store = started(first.store());
      probe =
          started(
              new DatabaseProbe(
                  () -> store.operationLog().heads(Set.of(PROBED)),
                  PROBE_PATIENCE,
                  ServerThreads.named("collab-probe", around.threads())));
      started(cluster);
      started(first.events());
      LiveDocuments inFirst = started(first.documents());
      Places places = started(new Places(inFirst, around.placement(), opener, around.threads()));
      DocumentService live = places.documents();
      Watches watches =
          started(new Watches(live, ServerThreads.named("collab-watches", around.threads())));
      BlockingDocuments blocking =
          new BlockingDocuments(live, watches, configuration.get(Settings.API_TIMEOUT));
      documents = blocking;
      history = history(live, types);
      Observers<Commented> commentEvents =
          started(
              new Observers<>(
                  "Commented",
                  around.commentObservers(),
                  ServerThreads.named("collab-comment-events", around.threads())));
      comments =
          new StoredComments(
              new StoredComments.Parts(
                  new BlockingPast(live, configuration.get(Settings.API_TIMEOUT)),
                  blocking.withCompanions(),
                  settings.comments(),
                  around.clock(),
                  commentEvents::tell));
      deleted.attend(comments::forget);
      Presences presences = new Presences(id, live, cluster::tell, NODE_TIMEOUT, System::nanoTime);
      BusEvents busEvents =
          started(
              new BusEvents(
                  around.busObservers(),
                  around.clock(),
                  ServerThreads.named("collab-bus-events", around.threads())));
      AuditEvents audit =
          started(
              new AuditEvents(
                  around.auditObservers(),
                  around.clock(),
                  ServerThreads.named("collab-audit", around.threads())));
      keeping = keeping(around, types, places, cluster, audit);
      startRetention(around, places);
      StepUp stepUp = stepUp(around, audit);
      gate = new Gate(policy(around), stepUp, audit);
      Roles roles = new Roles(socket.roles());
      logins = new Logins(roles, TokenReaders.ofThisServer(), around.clock());
      Keys keys = new Keys(configuration, store.secrets(), around.clock());
      tickets =
          new Tickets(
              keys.tickets(),
              store.spentTickets(),
              roles,
              configuration.get(Settings.TICKET_LIFE),
              around.clock());
      RevokedLogins revoked = new RevokedLogins(around.clock());
      sessionKeeper =
          new SessionKeeper(
              store.storedSessions(),
              cluster::shelf,
              keys.sessions(around.sessionKeys()),
              store.secrets().secret("session-callers"),
              roles,
              new SessionKeeper.Terms(
                  configuration.get(Settings.SESSION_LIFE),
                  configuration.get(Settings.SESSION_BEYOND_TOKEN)),
              around.clock());
      revoker =
          new Revoker(
              store.revocations(),
              revoked,
              cluster::shelf,
              sessionKeeper,
              revocation -> cluster.tell(new BusMessage.Revoked(revocation)),
              audit,
              configuration.get(Settings.REVOCATION_LIFE),
              around.clock());
      RevocationWatch watch =
          started(
              new RevocationWatch(
                  store.revocations(),
                  revoked,
                  configuration.get(Settings.REVOCATION_CHECK),
                  System::nanoTime,
                  around.threads()));
      revocationCheck =
          new RevocationCheck(
              revoked, store.revocations(), cluster::shelf, watch::age, settings.revocation());
      resumption = new Resumption(sessionKeeper, revocationCheck);
      started(purge(around, keys));
      LiveSessions liveSessions =
          started(
              new LiveSessions(
                  sessionKeeper, revoked, around.clock(), System::nanoTime, around.threads()));
      Renewals renewals =
          started(new Renewals(tickets, ServerThreads.named("collab-renewals", around.threads())));
      connections =
          started(
              connections(
                  around,
                  live,
                  presences.hub(),
                  audit,
                  stepUp,
                  revoked,
                  renewals,
                  liveSessions,
                  cluster::isDegraded));
      revoked.observe(connections::revoked);
      cluster.observeRevocations(revoked::add);
      this.cluster = cluster;
      cluster.observeAccess(connections::accessChanged);
      cluster.observe(
          carriers -> {
            busEvents.changed(carriers);
            liveSessions.shelfChanged();
            connections.busChanged();
          });
      List<HeadCheck> checks = new ArrayList<>();
      checks.add(headCheck(around, inFirst, store.operationLog()::heads));
      for (Place place : places.others()) {
        checks.add(headCheck(around, place, place));
      }
      cluster.join(
          places.arrivals(),
          presences,
          checks,
          new Buses(configuration, around, store.secrets().secret("bus")).chosen());
      checks.forEach(this::started);
      status = () -> status(id, start, places.activity(), cluster, busEvents);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private static DocumentTypes types(Collection<DocumentType<?, ?>> ofHost) {
    List<DocumentType<?, ?>> all =
        new ArrayList<>(List.of(new TextType(), new RichTextType(), new Json0Type()));
    all.addAll(ofHost);
    return new DocumentTypes(all);
  }

  private Place.Open open(
      DataSource dataSource, Surroundings around, DocumentTypes types, CommitListener listener) {
    JpaStore store = JpaStore.open(dataSource, configuration.get(Settings.SCHEMA), around.clock());
    // Without observers there is nobody to read the operations for.
    Optional<CommitEvents> events =
        around
            .observers()
            .map(
                observers ->
                    new CommitEvents(
                        observers, ServerThreads.named("collab-events", around.threads())));
    LiveDocuments documents =
        new LiveDocuments(
            store.operationLog(),
            types,
            around.clock(),
            settings.lanes(),
            ServerThreads.named("collab-reader", around.threads()),
            events.map(told -> listener.and(told.of(store.operationLog()))).orElse(listener));
    documents.startReaders();
    if (configuration.get(Settings.COMPACTION_ENABLED)) {
      store.startCompacting(settings.compaction(), around.threads());
    }
    return new Place.Open(documents, events.<AutoCloseable>map(all -> all).orElse(() -> {}), store);
  }

  private HeadCheck headCheck(Surroundings around, Arrivals arrivals, HeadCheck.Heads heads) {
    return new HeadCheck(arrivals, heads, settings.headChecks(), around.threads());
  }

  private NodeStatus status(
      NodeId id, Instant start, Activity activity, Cluster cluster, BusEvents bus) {
    return new NodeStatus(
        id.toString(),
        start,
        connections.count(),
        activity.documents(),
        activity.operations(),
        activity.transactions(),
        cluster.carriers().isEmpty() ? Optional.empty() : Optional.of(bus.current()));
  }

  private AccessPolicy policy(Surroundings around) {
    return new CompanionAccess(
        new AnonymousAccess(configuration.get(Settings.ANONYMOUS_ACCESS), around.policy()));
  }

  private Connections connections(
      Surroundings around,
      DocumentService live,
      PresenceHub presences,
      AuditTrail audit,
      StepUp stepUp,
      RevokedLogins revoked,
      Renewals renewals,
      SessionRegister sessions,
      BooleanSupplier isBusSlow) {
    return new Connections(
        socket,
        new ClientSession.Services(
            live,
            policy(around),
            configuration.get(Settings.ACCESS_CACHE),
            new ClientIds(store.secrets().secret("client-ids")),
            presences,
            audit,
            revoked,
            stepUp,
            socket.session(),
            new Rates(
                Allowance.of(configuration.get(Settings.USER_OPERATION_RATE)), System::nanoTime),
            renewals,
            sessions,
            around.clock(),
            System::nanoTime),
        tickets,
        revocationCheck,
        isBusSlow,
        configuration.get(Settings.ACCESS_RECHECK),
        around.threads());
  }

  private StepUp stepUp(Surroundings around, AuditTrail audit) {
    return new StepUp(
        configuration.get(Settings.STEP_UP_MAX_AGE),
        settings.criticalActions(),
        configuration.get(Settings.STEP_UP_UNKNOWN),
        around.clock(),
        audit);
  }

  private Purge purge(Surroundings around, Keys keys) {
    return new Purge(
        List.of(
            new Purge.Of("spent tickets", store.spentTickets()::purge),
            new Purge.Of("revocations", store.revocations()::purge),
            new Purge.Of("sessions", store.storedSessions()::purge),
            keys.purge()),
        around.clock(),
        configuration.get(Settings.PURGE_INTERVAL),
        around.threads());
  }

  private LoggedHistory history(DocumentService live, DocumentTypes types) {
    return new LoggedHistory(
        new BlockingPast(live, configuration.get(Settings.API_TIMEOUT)),
        documents,
        types,
        settings.history());
  }

  private Keeping keeping(
      Surroundings around, DocumentTypes types, Places places, Cluster cluster, AuditTrail audit) {
    return new KeptDocuments(
        new KeptDocuments.Around(
            document -> {
              JpaStore in = places.store(document, store);
              return new KeptDocuments.Store(in.operationLog(), in.archive());
            },
            types,
            configuration.get(Settings.SESSION_GAP),
            configuration.get(Settings.HISTORY_LABELS),
            around.clock(),
            (document, head) -> {
              history.forget(document);
              places.arrivals().head(document, head);
              cluster.tell(new BusMessage.Head(document, head));
            },
            RedactedComments::of,
            audit),
        documents);
  }

  private void startRetention(Surroundings around, Places places) {
    Retention.Terms terms = settings.retention();
    if (terms.isNeeded()) {
      started(
          new Retention(
              () ->
                  Stream.concat(Stream.of(store), places.otherStores().stream())
                      .map(JpaStore::archive)
                      .toList(),
              keeping,
              terms,
              around.clock(),
              around.threads()));
    }
  }

  private <T extends AutoCloseable> T started(T part) {
    running.push(part);
    return part;
  }

  Documents documents() {
    return documents;
  }

  History history() {
    return history;
  }

  Rendering rendering() {
    return rendering;
  }

  Comments comments() {
    return comments;
  }

  Keeping keeping() {
    return keeping;
  }

  OperationalTransform transform() {
    return transform;
  }

  Revocations revocations() {
    return revoker;
  }

  Sessions sessions() {
    return new KeptSessions(sessionKeeper, revoker);
  }

  CollabStatus status() {
    return status;
  }

  Logins logins() {
    return logins;
  }

  /** How the REST interface is configured; empty if there is to be none. */
  Optional<RestRegistration.Terms> restTerms() {
    if (!configuration.get(Settings.REST_ENABLED)) {
      return Optional.empty();
    }
    return Optional.of(
        new RestRegistration.Terms(
            configuration.get(Settings.REST_PATH),
            logins,
            socket.origins(),
            socket.proxies(),
            new Rates(Allowance.of(configuration.get(Settings.REST_RATE)), System::nanoTime),
            new FewAtOnce(mostAtOnce()),
            Math.toIntExact(configuration.get(Settings.REST_BODY_SIZE))));
  }

  private int mostAtOnce() {
    int most = configuration.get(Settings.REST_AT_ONCE);
    return most == 0 ? Integer.MAX_VALUE : most;
  }

  /** What can be asked for over HTTP. */
  Rest rest() {
    List<Rest.Mapping> mappings = new ArrayList<>();
    mappings.add(new Rest.Mapping("POST", "tickets", new TicketResource(tickets, resumption)));
    mappings.add(new Rest.Mapping("POST", "revocations", new RevocationResource(revoker, gate)));
    mappings.add(new Rest.Mapping("DELETE", "session", new SignOutResource(revoker, resumption)));
    mappings.addAll(new SessionResources(sessionKeeper, revoker, gate).mappings());
    String organisation = socket.organisation();
    mappings.addAll(new CollectionResources(documents, gate, organisation).mappings());
    mappings.addAll(new DocumentResources(documents, gate, organisation).mappings());
    mappings.addAll(
        new ContentResources(
                documents,
                history,
                new ContentResources.Forms(rendering, transform),
                gate,
                organisation,
                configuration.get(Settings.REST_CACHE_VERSIONS))
            .mappings());
    FewAtOnce few = new FewAtOnce(FewAtOnce.LONG_ONES);
    mappings.addAll(new HistoryResources(documents, history, gate, organisation, few).mappings());
    mappings.addAll(
        new CommentResources(
                comments,
                gate,
                organisation,
                few,
                new Rates(Allowance.of(configuration.get(Settings.COMMENT_RATE)), System::nanoTime))
            .mappings());
    mappings.addAll(new KeepingResources(keeping, gate, organisation, few).mappings());
    return Rest.described(mappings, revocationCheck);
  }

  /** Whether this node can serve. Asks the database, and does not wait long for it. */
  Health health() {
    return Health.of(status.node(), probe.answers());
  }

  Connections connections() {
    return connections;
  }

  /** What callers may do may be something else now, on every node. Does not block. */
  void accessChanged(AccessChanged change) {
    connections.accessChanged(change);
    cluster.tell(new BusMessage.AccessMayDiffer(change));
  }

  EntityManager readOnlyEntityManager() {
    return store.readOnlyEntityManager();
  }

  /** Stops everything, the last started first. */
  @Override
  public void close() {
    while (!running.isEmpty()) {
      stop(running.pop());
    }
  }

  /** Stops a part; throws nothing. */
  static void stop(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      LOG.log(Level.WARNING, part.getClass().getSimpleName() + " did not stop cleanly", e);
    }
  }
}
