package io.collabee.impl.protocol;

import io.collabee.Caller;
import io.collabee.CollabException;
import io.collabee.DocumentId;
import io.collabee.ErrorCode;
import io.collabee.event.AccessChanged;
import io.collabee.impl.document.Committed;
import io.collabee.impl.document.Companion;
import io.collabee.impl.document.DocumentService;
import io.collabee.impl.document.Submission;
import io.collabee.impl.json.JsonText;
import io.collabee.impl.security.AuditTrail;
import io.collabee.impl.security.Connected;
import io.collabee.impl.security.Login;
import io.collabee.impl.security.Rate;
import io.collabee.impl.security.Rates;
import io.collabee.impl.security.RevokedLogins;
import io.collabee.impl.security.Route;
import io.collabee.impl.security.SessionRegister;
import io.collabee.impl.security.StepUp;
import io.collabee.spi.Access;
import io.collabee.spi.AccessPolicy;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection: takes its messages and sees that each is answered.
 *
 * <p>{@link #opened}, {@link #received} and {@link #closed} are called by one thread at a time, as
 * containers do. A message that is wrong is answered with an error and harms nothing else; only
 * what is no message at all closes the connection.
 */
public final class ClientSession {
  private static final Logger LOG = System.getLogger(ClientSession.class.getName());

  private final Services services;
  private final Peer peer;
  private final Guard guard;
  private final RequestReader reader;
  private final Rate messages;
  private final Rate operations;
  private final Standing standing;
  private final Reading reading;
  private final SessionPresence presence;
  private final AtomicInteger unanswered = new AtomicInteger();
  private final Underway underway;
  private final Expiry expiry;
  private final Confirmation confirmation;
  private final ToldBus toldBus = new ToldBus();
  private final Connected connected;
  private volatile SessionRegister.Entry entry = SessionRegister.Entry.NONE;
  private volatile Login login;
  private volatile String id;
  private volatile @Nullable Runnable whenAnswered;

  /**
   * What all sessions of a node share.
   *
   * @param policy asked for every document read and every operation
   * @param accessMemory for how long an answer of the policy is good
   * @param presences of this node
   * @param audit is told what was refused
   * @param revoked which logins are good no more
   * @param stepUp says for what a login has to be confirmed first
   * @param userOperations how often each user may send operations, over whatever connections
   * @param renewals takes the tickets that clients send
   * @param sessions where clients are entered who may come back
   * @param clock tells when a login has ended
   * @param nanoTime as {@link System#nanoTime}
   */
  public record Services(
      DocumentService documents,
      AccessPolicy policy,
      Duration accessMemory,
      ClientIds ids,
      PresenceHub presences,
      AuditTrail audit,
      RevokedLogins revoked,
      StepUp stepUp,
      SessionLimits limits,
      Rates userOperations,
      Renewals renewals,
      SessionRegister sessions,
      Clock clock,
      LongSupplier nanoTime) {}

  /**
   * A session of a client that has just connected.
   *
   * @param login who it is
   * @param route from where it comes, as far as that is known
   * @param organisation to which all documents of this connection belong
   * @param isOurs whether the client has asked to be told what ShareDB's clients do not know
   */
  public ClientSession(
      Login login, Route route, String organisation, boolean isOurs, Peer peer, Services services) {
    this.login = login;
    this.services = services;
    this.peer = peer;
    this.guard =
        new Guard(
            this::login,
            services.policy(),
            services.accessMemory(),
            services.audit(),
            services.nanoTime());
    this.confirmation = new Confirmation(this::login, services.stepUp(), services.audit());
    this.expiry = new Expiry(this::login, services.clock(), isOurs, peer);
    this.reader = new RequestReader(organisation);
    SessionLimits limits = services.limits();
    this.messages = new Rate(limits.messages(), services.nanoTime());
    this.operations = new Rate(limits.operations(), services.nanoTime());
    this.underway = new Underway(limits.operationSize());
    this.standing =
        new Standing(peer, isOurs, limits.openDocuments(), this::login, services.audit());
    this.reading = new Reading(services.documents(), guard, standing, peer, limits);
    this.id = services.ids().issue(caller());
    this.presence =
        new SessionPresence(
            services.documents(),
            services.presences(),
            guard,
            peer,
            () -> id,
            limits,
            services.nanoTime());
    this.connected = new Client(route, isOurs);
    guard.observe(this::learned);
  }

  private Login login() {
    return login;
  }

  /** This, as its session is kept. */
  private final class Client implements Connected {
    private final Route route;
    private final boolean isOurs;

    Client(Route route, boolean isOurs) {
      this.route = route;
      this.isOurs = isOurs;
    }

    @Override
    public Login login() {
      return login;
    }

    @Override
    public Set<DocumentId> documents() {
      return standing.documents();
    }

    @Override
    public Optional<String> address() {
      return Optional.of(route.address()).filter(known -> !known.isEmpty());
    }

    @Override
    public Optional<String> agent() {
      return route.agent();
    }

    @Override
    public void kept(String session, Optional<String> secret, Instant expires) {
      if (isOurs) {
        peer.reply(Messages.session(session, secret, expires));
      }
    }
  }

  private Caller caller() {
    return login.caller();
  }

  /** Greets the client. */
  public void opened() {
    synchronized (toldBus) {
      peer.reply(Messages.init(id));
      toldBus.isGreeted = true;
    }
    entry = services.sessions().enter(connected);
  }

  /**
   * Takes no more messages, because the connection is about to be closed as {@link
   * CloseReason#STOPPING}.
   *
   * @param answered called when the operations taken before have been answered, at once if they
   *     have; more than once perhaps
   */
  public void stop(Runnable answered) {
    whenAnswered = answered;
    if (unanswered.get() == 0) {
      answered.run();
    }
  }

  /**
   * Takes no more messages and closes the connection as {@link CloseReason#REVOKED} if its login is
   * revoked. Thread-safe.
   *
   * @return whether it is
   */
  public boolean endIfRevoked() {
    if (!services.revoked().isRevoked(login)) {
      return false;
    }
    whenAnswered = () -> {};
    peer.close(CloseReason.REVOKED);
    return true;
  }

  private void answered() {
    if (unanswered.decrementAndGet() == 0) {
      Runnable waiting = whenAnswered;
      if (waiting != null) {
        waiting.run();
      }
    }
  }

  /** The client has gone: ends all it followed and takes back its presences. */
  public void closed() {
    entry.left();
    reading.close();
    presence.close();
  }

  /** The client has taken some of what waited for it. */
  public void roomMade() {
    reading.roomMade();
  }

  /** Tells the client which versions it should have by now, where that is news. */
  public void tellHeads() {
    Map<DocumentId, Long> heads = reading.newHeads();
    if (!heads.isEmpty()) {
      peer.reply(Messages.heads(heads));
    }
  }

  /**
   * Tells a client that has been greeted whether edits on other nodes come late, where that is
   * news: it takes them for coming at once until it is told.
   *
   * @param isSlow asked under a lock, so that of several who tell at once the last is right
   */
  public void tellBus(BooleanSupplier isSlow) {
    synchronized (toldBus) {
      boolean slow = isSlow.getAsBoolean();
      if (toldBus.isGreeted && slow != toldBus.isSlow) {
        toldBus.isSlow = slow;
        peer.reply(Messages.bus(slow));
      }
    }
  }

  private static final class ToldBus {
    boolean isGreeted;
    boolean isSlow;
  }

  /** Takes a message. Throws nothing. */
  public void received(String text) {
    if (whenAnswered != null) {
      return;
    }
    if (!messages.take()) {
      tooFast();
      return;
    }
    JsonValue value;
    try {
      value = JsonText.parse(text);
    } catch (CollabException e) {
      peer.close(CloseReason.NOT_JSON);
      return;
    }
    if (!(value instanceof JsonObject message)) {
      peer.close(CloseReason.NOT_AN_OBJECT);
      return;
    }
    try {
      if (expiry.isOver()) {
        // Not an error, to which the client would react by giving its edit up.
        peer.close(CloseReason.EXPIRED);
        return;
      }
      handle(reader.read(message), message, text.length());
    } catch (CollabException e) {
      peer.reply(Messages.error(message, e));
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "A message could not be handled", e);
      peer.reply(
          Messages.error(
              message, new CollabException(ErrorCode.ERR_UNKNOWN_ERROR, "Internal error")));
    }
  }

  private void handle(Request request, JsonObject message, int size) {
    // The compiler of Java 17 knows no patterns in switch.
    if (request instanceof Request.Submit submit) {
      submit(submit, message, size);
    } else if (request instanceof Request.Presence update) {
      underway.run(size, end -> presence.update(update, message, size, end), this::tooFast);
    } else if (request instanceof Request.Fetch fetch) {
      reading.fetch(fetch, Messages.gist(message));
    } else if (request instanceof Request.Subscribe subscribe) {
      reading.subscribe(subscribe, Messages.gist(message));
    } else if (request instanceof Request.Unsubscribe unsubscribe) {
      reading.unsubscribe(unsubscribe.document());
    } else if (request instanceof Request.Bulk bulk) {
      reading.bulk(bulk);
    } else if (request instanceof Request.BulkUnsubscribe unsubscribe) {
      reading.unsubscribe(unsubscribe);
    } else if (request instanceof Request.ContentAtVersion content) {
      reading.content(content, Messages.gist(message));
    } else if (request instanceof Request.ContentAtTime content) {
      reading.content(content, Messages.gist(message));
    } else if (request instanceof Request.PresenceSubscribe subscribe) {
      presence.subscribe(subscribe);
    } else if (request instanceof Request.PresenceUnsubscribe unsubscribe) {
      presence.unsubscribe(unsubscribe);
    } else if (request instanceof Request.PresenceRequest want) {
      presence.want(want);
    } else if (request instanceof Request.Handshake handshake) {
      handshake(handshake);
    } else if (request instanceof Request.Renew renew) {
      renew(renew);
    } else if (request instanceof Request.Ping) {
      peer.reply(Messages.pong());
    } else if (request instanceof Request.Query) {
      throw new CollabException(
          ErrorCode.ERR_DATABASE_METHOD_NOT_IMPLEMENTED, "Queries are not supported");
    }
  }

  // Who it is

  private void renew(Request.Renew renew) {
    services
        .renewals()
        .redeem(renew.ticket(), this::renew, reason -> peer.reply(Messages.notRenewed(reason)));
  }

  /**
   * Goes on with a younger login of the same caller, which may have other roles; the session stays
   * the same. Tells the client. What the caller may do is asked anew.
   */
  public void renew(Login younger) {
    if (!younger.caller().name().equals(caller().name())) {
      peer.reply(
          Messages.notRenewed(
              new CollabException(ErrorCode.ERR_TICKET_REFUSED, "The ticket is somebody else's")));
      return;
    }
    login = login.renewedBy(younger);
    if (endIfRevoked()) {
      return;
    }
    entry.renewed();
    expiry.renewed();
    confirmation.renewed();
    AccessChanged change = AccessChanged.of(caller().name());
    accessChanged(change);
    peer.reply(Messages.renewed(login.credential()));
    recheckAccess(change);
  }

  /** Closes if the login has ended, and asks for a fresh ticket if it is time to. */
  public void checkLogin() {
    expiry.check();
  }

  // What the caller may do

  private void learned(DocumentId document, Access access) {
    if (!access.includes(Access.READ)) {
      reading.cutOff(document);
      presence.cutOff(document);
    }
    standing.learned(document, access);
  }

  /**
   * What the caller may do may be something else now: what it was is forgotten at once. Neither
   * blocks nor asks anybody; {@link #recheckAccess(AccessChanged)} is to follow.
   *
   * @return whether that is so, and not about somebody else
   */
  public boolean accessChanged(AccessChanged change) {
    boolean isMine = change.concerns(caller().name());
    if (isMine) {
      guard.forget(change);
    }
    return isMine;
  }

  /**
   * After a change, asks what the caller may do with the documents that the client follows, and
   * acts on it. Where the policy fails, the client has to come back: it may have lost its rights.
   */
  public void recheckAccess(AccessChanged change) {
    if (!change.concerns(caller().name())) {
      return;
    }
    try {
      followed()
          .filter(document -> change.concerns(Companion.subject(document)))
          .forEach(guard::access);
    } catch (CollabException e) {
      peer.close(CloseReason.UNAVAILABLE);
    }
  }

  /**
   * Asks again what the caller may do with the documents that the client follows, where that was
   * not asked lately, and acts on it. Where the policy fails, everything stays as it is.
   */
  public void recheckAccess() {
    followed()
        .forEach(
            document -> {
              try {
                guard.access(document);
              } catch (CollabException e) {
                LOG.log(Level.DEBUG, "Access to {0} was not learned", document);
              }
            });
  }

  private Stream<DocumentId> followed() {
    return Stream.concat(standing.documents().stream(), presence.documents().stream()).distinct();
  }

  private void tooFast() {
    peer.close(CloseReason.TOO_FAST);
  }

  /** Takes the id of an earlier connection if we gave it to this caller. */
  private void handshake(Request.Handshake handshake) {
    handshake
        .id()
        .filter(claimed -> !claimed.equals(id) && services.ids().accepts(claimed, caller()))
        .ifPresent(
            claimed -> {
              id = claimed;
              presence.clientReturned();
            });
    peer.reply(Messages.handshake(id));
  }

  private void submit(Request.Submit submit, JsonObject message, int size) {
    if (size > services.limits().operationSize()) {
      throw new CollabException(
          ErrorCode.ERR_LIMIT_EXCEEDED,
          "The operation has "
              + size
              + " characters, allowed are "
              + services.limits().operationSize());
    }
    if (!mayOperate()) {
      // An error would make the client give the edit up; it sends it again when it has connected.
      tooFast();
      return;
    }
    String source = submit.source().orElse(id);
    if (!source.equals(id) && !services.ids().accepts(source, caller())) {
      throw new CollabException(
          ErrorCode.ERR_WRITE_FORBIDDEN, "The src was not given to this caller");
    }
    try {
      guard.requireWrite(submit.document());
      confirmation.require(submit.operation());
    } catch (CollabException e) {
      refuse(message, e);
      return;
    }
    underway.run(
        size,
        end -> {
          unanswered.incrementAndGet();
          services
              .documents()
              .submit(
                  submit.document(),
                  new Submission(
                      source,
                      submit.seq(),
                      caller().name(),
                      submit.version(),
                      submit.operation(),
                      outcome(submit, message, end)));
        },
        this::tooFast);
  }

  /** Whether this connection and its user keep to how often they may send operations. */
  private boolean mayOperate() {
    return operations.take()
        && (caller().isAnonymous() || services.userOperations().take(caller().name()));
  }

  /**
   * To an error the client reacts by giving the edit up. If it may be tried again, the client must
   * not hear of the error: it resends when it has connected again.
   */
  private void refuse(JsonObject message, CollabException reason) {
    if (reason.code().isRetryable()) {
      peer.close(CloseReason.UNAVAILABLE);
    } else {
      peer.reply(Messages.error(message, reason));
    }
  }

  private Submission.Outcome outcome(Request.Submit submit, JsonObject message, Runnable end) {
    return new Submission.Outcome() {
      @Override
      public void committed(Committed operation, List<Committed> missed) {
        Subscription subscription = reading.subscription(submit.document());
        if (subscription == null) {
          subscription = new Subscription(submit.document(), peer);
        }
        subscription.acknowledge(submit.version(), operation, missed);
        end.run();
        answered();
      }

      @Override
      public void refused(CollabException reason) {
        refuse(message, reason);
        end.run();
        answered();
      }
    };
  }
}
