package io.collabee.impl.cdi;

import io.collabee.Collab;
import io.collabee.CollabStatus;
import io.collabee.Comments;
import io.collabee.DocumentId;
import io.collabee.Documents;
import io.collabee.History;
import io.collabee.Keeping;
import io.collabee.OperationalTransform;
import io.collabee.Rendering;
import io.collabee.Revocations;
import io.collabee.Sessions;
import io.collabee.comments.Anchor;
import io.collabee.comments.CommentThread;
import io.collabee.event.AccessChanged;
import io.collabee.event.Audited;
import io.collabee.event.BusChanged;
import io.collabee.event.Commented;
import io.collabee.event.OperationsCommitted;
import io.collabee.impl.config.Configuration;
import io.collabee.impl.config.Settings;
import io.collabee.impl.config.Sources;
import io.collabee.impl.rest.Rest;
import io.collabee.impl.rest.RestRegistration;
import io.collabee.impl.security.Logins;
import io.collabee.impl.security.WriteForAll;
import io.collabee.impl.store.JndiDataSource;
import io.collabee.impl.websocket.Connections;
import io.collabee.spi.AccessPolicy;
import io.collabee.spi.DocumentPlacement;
import io.collabee.spi.DocumentType;
import io.collabee.spi.SessionKeys;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.NotificationOptions;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The module in its application: takes what the host gives by CDI, and gives the host what it may
 * inject. Started by {@link ApplicationListener}, or before that by the first who uses it.
 */
@ApplicationScoped
public class Collaboration {
  private static final Logger LOG = System.getLogger(Collaboration.class.getName());

  private static final String REDISSON = "org.redisson.api.RedissonClient";

  private final Instance<DocumentType<?, ?>> types;
  private final Instance<AccessPolicy> policies;
  private final Instance<DocumentPlacement> placements;
  private final Instance<SessionKeys> sessionKeys;
  private final Event<OperationsCommitted> committed;
  private final Event<BusChanged> busChanged;
  private final Event<Audited> audited;
  private final Event<Commented> commented;
  private final BeanManager beans;
  private volatile @Nullable Node node;
  private volatile boolean stopped;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway")
  protected Collaboration() {
    this(null, null, null, null, null, null, null, null, null);
  }

  /** Takes what the host may have. */
  @Inject
  public Collaboration(
      @Any Instance<DocumentType<?, ?>> types,
      @Any Instance<AccessPolicy> policies,
      @Any Instance<DocumentPlacement> placements,
      @Any Instance<SessionKeys> sessionKeys,
      Event<OperationsCommitted> committed,
      Event<BusChanged> busChanged,
      Event<Audited> audited,
      Event<Commented> commented,
      BeanManager beans) {
    this.types = types;
    this.policies = policies;
    this.placements = placements;
    this.sessionKeys = sessionKeys;
    this.committed = committed;
    this.busChanged = busChanged;
    this.audited = audited;
    this.commented = commented;
    this.beans = beans;
  }

  /**
   * Starts the module unless it runs. To be called on a container thread, since names are looked
   * up.
   *
   * @throws RuntimeException if it cannot start; the message says what to configure
   */
  synchronized Node start() {
    if (stopped) {
      throw new IllegalStateException("The module has stopped");
    }
    if (node == null) {
      Configuration configuration = Configuration.read(Sources.ofThisServer());
      node = new Node(configuration, surroundings(configuration));
      LOG.log(Level.INFO, "CollabEE has started");
    }
    return node;
  }

  /** Stops the module if it runs. */
  @PreDestroy
  public synchronized void stop() {
    stopped = true;
    if (node != null) {
      node.close();
      node = null;
      LOG.log(Level.INFO, "CollabEE has stopped");
    }
  }

  private Node.Surroundings surroundings(Configuration configuration) {
    return new Node.Surroundings(
        JndiDataSource.lookup(configuration.get(Settings.DATASOURCE), Settings.DATASOURCE.key()),
        ServerThreads.of(configuration),
        Clock.systemUTC(),
        types.stream().<DocumentType<?, ?>>map(type -> type).toList(),
        policy(),
        observers(),
        this::fire,
        auditObservers(),
        commentObservers(),
        this::redisson,
        one(sessionKeys, SessionKeys.class),
        one(placements, DocumentPlacement.class).map(port -> placement(configuration, port)));
  }

  private static Places.Placement placement(Configuration configuration, DocumentPlacement port) {
    Set<String> names = port.dataSources();
    if (names == null) {
      throw new IllegalStateException("DocumentPlacement.dataSources gave null");
    }
    String first = configuration.get(Settings.DATASOURCE);
    Map<String, DataSource> others = new HashMap<>();
    for (String name : names) {
      if (!name.equals(first)) {
        others.put(name, JndiDataSource.find(name, "DocumentPlacement.dataSources"));
      }
    }
    return new Places.Placement(first, others, port);
  }

  /** The application's client of Redis. Asked for by name, since an application may lack it all. */
  private Optional<Object> redisson() {
    Class<?> type;
    try {
      type = Class.forName(REDISSON, false, Collaboration.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      return Optional.empty();
    }
    Set<Bean<?>> found = beans.getBeans(type);
    if (found.size() > 1) {
      throw new IllegalStateException("The application has more than one bean of RedissonClient");
    }
    return found.stream()
        .map(bean -> beans.getReference(bean, type, beans.createCreationalContext(bean)))
        .findAny();
  }

  private AccessPolicy policy() {
    return one(policies, AccessPolicy.class).orElseGet(WriteForAll::new);
  }

  /** The host's bean, if it has one. */
  private static <T> Optional<T> one(Instance<T> beans, Class<T> type) {
    if (beans.isAmbiguous()) {
      throw new IllegalStateException(
          "The application has more than one bean of " + type.getSimpleName());
    }
    return beans.isUnsatisfied() ? Optional.empty() : Optional.of(beans.get());
  }

  private Optional<Consumer<OperationsCommitted>> observers() {
    OperationsCommitted any = new OperationsCommitted(DocumentId.of("any", "any"), List.of());
    return beans.resolveObserverMethods(any).isEmpty() ? Optional.empty() : Optional.of(this::fire);
  }

  private Optional<Consumer<Audited>> auditObservers() {
    Audited any =
        new Audited(
            Audited.Kind.REFUSED,
            Instant.EPOCH,
            "",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            "");
    return beans.resolveObserverMethods(any).isEmpty()
        ? Optional.empty()
        : Optional.of(event -> fire(audited, event));
  }

  private Optional<Consumer<Commented>> commentObservers() {
    Commented any =
        new Commented(
            Commented.Kind.STARTED,
            DocumentId.of("any", "any"),
            new CommentThread("any", new Anchor.Whole(0), "", Optional.empty(), List.of()),
            "any",
            "",
            Instant.EPOCH);
    return beans.resolveObserverMethods(any).isEmpty()
        ? Optional.empty()
        : Optional.of(event -> fire(commented, event));
  }

  private void fire(OperationsCommitted event) {
    fire(committed, event);
  }

  private void fire(BusChanged event) {
    fire(busChanged, event);
  }

  /** Observers are all called on this thread, which keeps the order of events for each. */
  private static <T> void fire(Event<T> events, T event) {
    try {
      events.fire(event);
    } finally {
      var unused =
          events
              .fireAsync(event, NotificationOptions.ofExecutor(Runnable::run))
              .exceptionally(
                  failure -> {
                    LOG.log(Level.WARNING, "An observer threw", failure);
                    return event;
                  });
    }
  }

  /** The host says what callers may do; if in a transaction, once that has committed. */
  public void observe(@Observes(during = TransactionPhase.AFTER_SUCCESS) AccessChanged change) {
    accessChanged(change);
  }

  /** The same, fired asynchronously. */
  public void observeAsync(@ObservesAsync AccessChanged change) {
    accessChanged(change);
  }

  private void accessChanged(AccessChanged change) {
    Node running = node;
    if (running != null) {
      running.accessChanged(change);
    }
  }

  /** The open sockets; starts the module unless it runs. */
  public Connections connections() {
    return start().connections();
  }

  /** Who is there; starts the module unless it runs. */
  public Logins logins() {
    return start().logins();
  }

  /** The REST interface; starts the module unless it runs. */
  public Rest rest() {
    return start().rest();
  }

  /** How the REST interface is configured; empty if there is none. */
  public Optional<RestRegistration.Terms> restTerms() {
    return start().restTerms();
  }

  /** Whether this node can serve; starts the module unless it runs or has stopped. */
  public Health health() {
    // Asked before the lock, which is held while the module stops.
    return stopped ? Health.STOPPING : start().health();
  }

  /** The documents, for the host's code. */
  @Produces
  @ApplicationScoped
  Documents documents() {
    return start().documents();
  }

  /** What is kept, for the host's code. */
  @Produces
  @ApplicationScoped
  Keeping keeping() {
    return start().keeping();
  }

  /** What was and who did it, for the host's code. */
  @Produces
  @ApplicationScoped
  History history() {
    return start().history();
  }

  /** Contents in other forms, for the host's code. */
  @Produces
  @ApplicationScoped
  Rendering rendering() {
    return start().rendering();
  }

  /** Comments, for the host's code. */
  @Produces
  @ApplicationScoped
  Comments comments() {
    return start().comments();
  }

  /** The types, for the host's code. */
  @Produces
  @ApplicationScoped
  OperationalTransform transform() {
    return start().transform();
  }

  /** The end of logins, for the host's code. */
  @Produces
  @ApplicationScoped
  Revocations revocations() {
    return start().revocations();
  }

  /** The sessions, for the host's code. */
  @Produces
  @ApplicationScoped
  Sessions sessions() {
    return start().sessions();
  }

  /** How this node is doing, for the host's code. */
  @Produces
  @ApplicationScoped
  CollabStatus status() {
    return start().status();
  }

  /** Queries of the host; one entity manager for each request. */
  @Produces
  @RequestScoped
  @Collab
  EntityManager entityManager() {
    return start().readOnlyEntityManager();
  }

  void close(@Disposes @Collab EntityManager entityManager) {
    entityManager.close();
  }
}
