package io.collabee.impl.protocol;

import io.collabee.Caller;
import io.collabee.DocumentId;
import io.collabee.event.AccessChanged;
import io.collabee.event.Audited;
import io.collabee.impl.document.CommitListener;
import io.collabee.impl.document.DocumentService;
import io.collabee.impl.document.DocumentService.Answer;
import io.collabee.impl.document.InMemoryOperationLog;
import io.collabee.impl.document.LaneSettings;
import io.collabee.impl.document.LiveDocuments;
import io.collabee.impl.document.OperationLog;
import io.collabee.impl.document.View;
import io.collabee.impl.ot.DocumentTypes;
import io.collabee.impl.ot.RichTextType;
import io.collabee.impl.ot.TextType;
import io.collabee.impl.security.Allowance;
import io.collabee.impl.security.AuditTrail;
import io.collabee.impl.security.InMemorySpentTickets;
import io.collabee.impl.security.Login;
import io.collabee.impl.security.Rates;
import io.collabee.impl.security.RevokedLogins;
import io.collabee.impl.security.Roles;
import io.collabee.impl.security.Route;
import io.collabee.impl.security.Sealer;
import io.collabee.impl.security.SealingKeys;
import io.collabee.impl.security.SessionRegister;
import io.collabee.impl.security.StepUp;
import io.collabee.impl.security.TestLogins;
import io.collabee.impl.security.Tickets;
import io.collabee.spi.Access;
import io.collabee.spi.AccessPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Real live documents on an in-memory log, for clients without a socket. */
public final class TestNode implements AutoCloseable {
  static final Clock CLOCK = Clock.systemUTC();
  static final byte[] KEY = "a key of more than sixteen bytes".getBytes(StandardCharsets.UTF_8);

  final OperationLog log;
  final LiveDocuments documents;
  final ClientIds ids = new ClientIds(KEY);
  private final PresenceHub presences;
  private volatile Clock clock = CLOCK;
  final Tickets tickets =
      new Tickets(
          new Sealer(SealingKeys.of(new byte[32])),
          new InMemorySpentTickets(),
          new Roles(Set.of("editor")),
          Duration.ofSeconds(30),
          CLOCK);
  private final Renewals renewals = new Renewals(tickets, Thread::new);
  private volatile AccessPolicy policy = (caller, document) -> Access.WRITE;
  private SessionLimits limits = SessionLimits.DEFAULT;
  private Duration accessMemory = Duration.ofSeconds(5);
  private final RevokedLogins revoked = new RevokedLogins(Clock.systemUTC());
  private final List<ClientSession> sessions = new CopyOnWriteArrayList<>();
  final List<Told> audited = new CopyOnWriteArrayList<>();
  private StepUp stepUp = StepUp.NEVER;
  private Rates userOperations = new Rates(Allowance.of(0), System::nanoTime);

  private SessionRegister sessionRegister = SessionRegister.NONE;

  /** An event of the audit trail. */
  record Told(Audited.Kind kind, AuditTrail.Subject subject, String reason) {}

  TestNode() {
    this(new InMemoryOperationLog());
  }

  TestNode(OperationLog log) {
    this(log, documents -> new PresenceHub(PresenceBus.NONE));
  }

  /** A node among others. */
  public TestNode(OperationLog log, Function<DocumentService, PresenceHub> presences) {
    this(log, CommitListener.NONE, presences::apply);
  }

  /** A node among others that hear of its commits. */
  public TestNode(
      OperationLog log, CommitListener listener, Function<LiveDocuments, PresenceHub> presences) {
    this.log = log;
    documents =
        new LiveDocuments(
            log,
            new DocumentTypes(List.of(new TextType(), new RichTextType())),
            CLOCK,
            LaneSettings.DEFAULT,
            Executors.defaultThreadFactory(),
            listener);
    this.presences = presences.apply(documents);
  }

  /** The documents of this node. */
  public LiveDocuments documents() {
    return documents;
  }

  /** Of somebody who may write everything. */
  static Guard guard(String name) {
    return new Guard(
        () -> TestLogins.of(name),
        (caller, document) -> Access.WRITE,
        Duration.ZERO,
        AuditTrail.NONE,
        System::nanoTime);
  }

  public TestNode allowing(AccessPolicy policy) {
    this.policy = policy;
    return this;
  }

  /** Logins end by this clock. */
  TestNode at(Clock clock) {
    this.clock = clock;
    return this;
  }

  /** Five minutes after a caller proved who he is, this is refused to him. */
  TestNode confirming(StepUp.Action... critical) {
    this.stepUp =
        new StepUp(
            Duration.ofMinutes(5),
            Set.of(critical),
            false,
            clock,
            (kind, subject, reason) -> audited.add(new Told(kind, subject, reason)));
    return this;
  }

  /** Answers of the policy are good for so long. */
  TestNode remembering(Duration memory) {
    this.accessMemory = memory;
    return this;
  }

  /** Does what a node does when it hears of a change. */
  public void accessChanged(AccessChanged change) {
    sessions.stream()
        .filter(session -> session.accessChanged(change))
        .forEach(session -> session.recheckAccess(change));
  }

  /** What is revoked on this node; its clients are closed at once. */
  public RevokedLogins revoked() {
    revoked.observe(() -> sessions.forEach(ClientSession::endIfRevoked));
    return revoked;
  }

  /** Clients' sessions are kept there. */
  TestNode keepingSessions(SessionRegister register) {
    this.sessionRegister = register;
    return this;
  }

  TestNode limitedTo(SessionLimits limits) {
    this.limits = limits;
    return this;
  }

  TestNode limitingUsersTo(Allowance operations) {
    this.userOperations = new Rates(operations, System::nanoTime);
    return this;
  }

  ClientSession session(Caller caller, Peer peer) {
    return session(TestLogins.of(caller), peer);
  }

  ClientSession session(Login login, Peer peer) {
    return session(login, false, peer);
  }

  ClientSession session(Login login, boolean isOurs, Peer peer) {
    ClientSession session = makeSession(login, isOurs, peer);
    sessions.add(session);
    return session;
  }

  private ClientSession makeSession(Login login, boolean isOurs, Peer peer) {
    return new ClientSession(
        login,
        new Route("192.0.2.1", Optional.empty(), false),
        DocumentId.DEFAULT_ORGANISATION,
        isOurs,
        peer,
        new ClientSession.Services(
            documents,
            (who, document) -> policy.access(who, document),
            accessMemory,
            ids,
            presences,
            (kind, subject, reason) -> audited.add(new Told(kind, subject, reason)),
            revoked,
            stepUp,
            limits,
            userOperations,
            renewals,
            sessionRegister,
            clock,
            System::nanoTime));
  }

  /** A client that has shaken hands. */
  public TestClient connect(String name) {
    TestClient client = new TestClient(this, Caller.named(name));
    client.shakeHands("null");
    return client;
  }

  /** A client of ours that has shaken hands: it is told what others are not. */
  public TestClient connectOurs(String name) {
    TestClient client = new TestClient(this, Caller.named(name), true);
    client.shakeHands("null");
    return client;
  }

  /** The newest content, as the server has it. */
  View content(String collection, String id) {
    return content(DocumentId.of(collection, id));
  }

  public View content(DocumentId document) {
    CompletableFuture<View> view = new CompletableFuture<>();
    documents.read(document, Answer.of(view::complete, view::completeExceptionally));
    return view.orTimeout(10, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    renewals.close();
    documents.close();
  }
}
