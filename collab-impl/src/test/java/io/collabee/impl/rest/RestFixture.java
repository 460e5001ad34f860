package io.collabee.impl.rest;

import io.collabee.Comments;
import io.collabee.DocumentId;
import io.collabee.Documents;
import io.collabee.History;
import io.collabee.Keeping;
import io.collabee.impl.comments.CommentLimits;
import io.collabee.impl.comments.CompanionAccess;
import io.collabee.impl.comments.RedactedComments;
import io.collabee.impl.comments.StoredComments;
import io.collabee.impl.document.CommitListener;
import io.collabee.impl.document.InMemoryOperationLog;
import io.collabee.impl.document.LaneSettings;
import io.collabee.impl.document.LiveDocuments;
import io.collabee.impl.history.HistorySettings;
import io.collabee.impl.history.LoggedHistory;
import io.collabee.impl.host.BlockingDocuments;
import io.collabee.impl.host.BlockingPast;
import io.collabee.impl.host.Watches;
import io.collabee.impl.keeping.KeptDocuments;
import io.collabee.impl.ot.DocumentTypes;
import io.collabee.impl.ot.Json0Type;
import io.collabee.impl.ot.JsonTransform;
import io.collabee.impl.ot.RichTextType;
import io.collabee.impl.ot.TextType;
import io.collabee.impl.render.Forms;
import io.collabee.impl.security.Allowance;
import io.collabee.impl.security.AuditTrail;
import io.collabee.impl.security.Logins;
import io.collabee.impl.security.Origins;
import io.collabee.impl.security.Proxies;
import io.collabee.impl.security.Rates;
import io.collabee.impl.security.Roles;
import io.collabee.impl.security.StepUp;
import io.collabee.impl.security.TestRevocations;
import io.collabee.impl.security.TokenReader;
import io.collabee.spi.Access;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The resources of documents and their history, on a log in memory. */
final class RestFixture implements AutoCloseable {
  /** So many requests of a caller are served at a time. */
  static final int AT_ONCE = 10;

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final Map<String, Access> rights = new HashMap<>();
  private final Map<String, Predicate<DocumentId>> readers = new HashMap<>();
  private final DocumentTypes types =
      new DocumentTypes(List.of(new TextType(), new RichTextType(), new Json0Type()));
  private final InMemoryOperationLog log = new InMemoryOperationLog();
  private final LiveDocuments live =
      new LiveDocuments(
          log, types, Clock.systemUTC(), LaneSettings.DEFAULT, Thread::new, CommitListener.NONE);
  private final Watches watches = new Watches(live, Thread::new);
  private final BlockingDocuments documents = new BlockingDocuments(live, watches, TIMEOUT);
  private final History history =
      new LoggedHistory(
          new BlockingPast(live, TIMEOUT),
          documents,
          types,
          new HistorySettings(Duration.ofMinutes(5), 10_000, 2, TIMEOUT));
  private final Comments comments =
      new StoredComments(
          new StoredComments.Parts(
              new BlockingPast(live, TIMEOUT),
              documents.withCompanions(),
              new CommentLimits(100, 10, 10),
              Clock.fixed(Instant.ofEpochMilli(5_000), ZoneOffset.UTC),
              event -> {}));
  private final Keeping keeping =
      new KeptDocuments(
          new KeptDocuments.Around(
              document -> new KeptDocuments.Store(log, log),
              types,
              Duration.ofMinutes(5),
              3,
              Clock.fixed(Instant.ofEpochMilli(5_000), ZoneOffset.UTC),
              live::head,
              RedactedComments::of,
              AuditTrail.NONE),
          documents);
  private StepUp stepUp = StepUp.NEVER;
  private int commentRate;
  private boolean cachesVersions;

  RestFixture() {
    live.startReaders();
  }

  Documents documents() {
    return documents;
  }

  void allow(String user, Access access) {
    rights.put(user, access);
  }

  void allowOnly(String user, Predicate<DocumentId> readable) {
    readers.put(user, readable);
  }

  void cacheVersions() {
    cachesVersions = true;
  }

  void stepUp(StepUp terms) {
    stepUp = terms;
  }

  void limitComments(int perSecond) {
    commentRate = perSecond;
  }

  private Access access(String user, DocumentId document) {
    return readers.getOrDefault(user, any -> false).test(document)
        ? Access.READ
        : rights.getOrDefault(user, Access.NONE);
  }

  List<Rest.Mapping> mappings() {
    Gate gate =
        new Gate(
            new CompanionAccess((caller, document) -> access(caller.name(), document)),
            stepUp,
            AuditTrail.NONE);
    String organisation = DocumentId.DEFAULT_ORGANISATION;
    List<Rest.Mapping> mappings = new ArrayList<>();
    mappings.addAll(new CollectionResources(documents, gate, organisation).mappings());
    mappings.addAll(new DocumentResources(documents, gate, organisation).mappings());
    mappings.addAll(
        new ContentResources(
                documents,
                history,
                new ContentResources.Forms(new Forms(), new JsonTransform(types)),
                gate,
                organisation,
                cachesVersions)
            .mappings());
    FewAtOnce few = new FewAtOnce(FewAtOnce.LONG_ONES);
    mappings.addAll(new HistoryResources(documents, history, gate, organisation, few).mappings());
    Rates rates = new Rates(Allowance.of(commentRate), () -> 0);
    mappings.addAll(new CommentResources(comments, gate, organisation, few, rates).mappings());
    mappings.addAll(new KeepingResources(keeping, gate, organisation, few).mappings());
    return mappings;
  }

  RestServlet servlet() {
    return servlet(mappings());
  }

  RestServlet servlet(Rest.Mapping only) {
    return servlet(List.of(only));
  }

  private static RestServlet servlet(List<Rest.Mapping> mappings) {
    return new RestServlet(
        new Rest(mappings, TestRevocations.none()),
        new RestRegistration.Terms(
            "/api",
            new Logins(new Roles(Set.of()), TokenReader.NONE, Clock.systemUTC()),
            new Origins(Set.of()),
            new Proxies(Set.of()),
            new Rates(Allowance.of(0), () -> 0),
            new FewAtOnce(AT_ONCE),
            1_000));
  }

  @Override
  public void close() {
    watches.close();
    live.close();
  }
}
