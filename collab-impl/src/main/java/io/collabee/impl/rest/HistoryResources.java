package io.collabee.impl.rest;

import io.collabee.CollabException;
import io.collabee.CommittedOperation;
import io.collabee.DocumentId;
import io.collabee.DocumentSummary;
import io.collabee.Documents;
import io.collabee.ErrorCode;
import io.collabee.History;
import io.collabee.history.Blame;
import io.collabee.history.Comparison;
import io.collabee.history.Session;
import io.collabee.impl.json.JsonText;
import io.collabee.impl.security.StepUp;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.util.List;
import java.util.Optional;

/**
 * History over HTTP. Who may read a document may see its history; who may write it may restore and
 * undo, since that is an operation like those he may submit anyway. Both are the critical action
 * {@code restore}.
 */
public final class HistoryResources {
  private static final String DOCUMENT = "documents/{collection}/{id}";
  private static final int CREATED = 201;
  private static final int NO_CONTENT = 204;

  private final Documents documents;
  private final History history;
  private final Gate gate;
  private final String organisation;
  private final FewAtOnce few;

  /**
   * @param organisation to which all documents belong
   * @param few lets each caller ask for little at a time
   */
  public HistoryResources(
      Documents documents, History history, Gate gate, String organisation, FewAtOnce few) {
    this.documents = documents;
    this.history = history;
    this.gate = gate;
    this.organisation = organisation;
    this.few = few;
  }

  /** Where they are. */
  public List<Rest.Mapping> mappings() {
    return List.of(
        new Rest.Mapping("GET", DOCUMENT + "/sessions", few.of(this::sessions)),
        new Rest.Mapping("GET", DOCUMENT + "/blame", few.of(this::blame)),
        new Rest.Mapping("GET", DOCUMENT + "/diff", few.of(this::compare)),
        new Rest.Mapping("POST", DOCUMENT + "/restore", few.of(this::restore)),
        new Rest.Mapping("POST", DOCUMENT + "/undo", few.of(this::undo)));
  }

  private DocumentId readable(Asked asked) {
    DocumentId document = document(asked);
    gate.requireRead(asked.login(), document);
    return document;
  }

  private DocumentId document(Asked asked) {
    return new DocumentId(organisation, asked.part("collection"), asked.part("id"));
  }

  private Answer sessions(Asked asked) {
    DocumentId document = readable(asked);
    long before = Parameters.version(asked, "before").orElse(Long.MAX_VALUE);
    List<Session> sessions = history.sessions(document, before, Parameters.limit(asked));
    JsonObjectBuilder page =
        JsonText.values()
            .createObjectBuilder()
            .add("sessions", HistoryJson.list(sessions, HistoryJson::session));
    if (!sessions.isEmpty() && sessions.get(sessions.size() - 1).from() > 0) {
      page.add("next", sessions.get(sessions.size() - 1).from());
    }
    return json(page);
  }

  private Answer blame(Asked asked) {
    DocumentId document = readable(asked);
    long version = Parameters.version(asked, "version").orElseGet(() -> head(document));
    long since = Parameters.version(asked, "since").orElse(0L);
    requireRange(since, version);
    Blame blame = history.blame(document, version, since);
    return json(
        JsonText.values()
            .createObjectBuilder()
            .add("version", blame.version())
            .add("since", blame.since())
            .add("attributions", HistoryJson.list(blame.attributions(), HistoryJson::attribution)));
  }

  private Answer compare(Asked asked) {
    DocumentId document = readable(asked);
    long from =
        Parameters.version(asked, "from")
            .orElseThrow(() -> Parameters.malformed("from has to say which version is compared"));
    long to = Parameters.version(asked, "to").orElseGet(() -> head(document));
    requireRange(from, to);
    Comparison comparison = history.compare(document, from, to);
    return json(
        JsonText.values()
            .createObjectBuilder()
            .add("from", comparison.from())
            .add("to", comparison.to())
            .add("changes", HistoryJson.list(comparison.changes(), HistoryJson::change)));
  }

  /** Without reading the content, which may take long. */
  private long head(DocumentId document) {
    return documents.find(document).map(DocumentSummary::version).orElse(0L);
  }

  private static void requireRange(long from, long to) {
    if (to < from) {
      throw Parameters.malformed("No versions go from " + from + " to " + to);
    }
  }

  private Answer restore(Asked asked) {
    History his = writable(asked);
    long version = number(asked.json(), "version");
    return committed(() -> his.restore(document(asked), version));
  }

  private Answer undo(Asked asked) {
    History his = writable(asked);
    JsonObject message = asked.json();
    if (!(message.get("author") instanceof JsonString author)) {
      throw Parameters.malformed("author has to say whose operations are undone");
    }
    long from = number(message, "from");
    long to = message.containsKey("to") ? number(message, "to") : Long.MAX_VALUE;
    requireRange(from, to);
    return committed(() -> his.undo(document(asked), author.getString(), from, to));
  }

  private History writable(Asked asked) {
    gate.requireWrite(asked.login(), document(asked), StepUp.Action.RESTORE);
    History his = history.as(asked.login().caller().name());
    return Versions.wanted(asked, () -> head(document(asked))).map(his::ifAt).orElse(his);
  }

  /** Commits. */
  private interface Commit {
    Optional<CommittedOperation> commit();
  }

  private static Answer committed(Commit commit) {
    try {
      return commit
          .commit()
          .map(
              done ->
                  Answer.json(CREATED, "{\"version\":" + done.version() + "}")
                      .with("ETag", Versions.tag(done.version() + 1)))
          .orElseGet(() -> Answer.empty(NO_CONTENT));
    } catch (CollabException e) {
      throw e.code() == ErrorCode.ERR_VERSION_CONFLICT
          ? new Versions.PreconditionFailed(e.getMessage())
          : e;
    }
  }

  private static long number(JsonObject message, String name) {
    if (message.get(name) instanceof JsonNumber number) {
      return Versions.number(number.toString());
    }
    throw Parameters.malformed(name + " has to be a version");
  }

  private static Answer json(JsonObjectBuilder body) {
    return Answer.json(200, JsonText.write(body.build()));
  }
}
