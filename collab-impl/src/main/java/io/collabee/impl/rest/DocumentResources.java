package io.collabee.impl.rest;

import io.collabee.CollabException;
import io.collabee.CommittedOperation;
import io.collabee.DocumentId;
import io.collabee.DocumentSummary;
import io.collabee.Documents;
import io.collabee.ErrorCode;
import io.collabee.History;
import io.collabee.Snapshot;
import io.collabee.impl.json.JsonText;
import io.collabee.impl.security.StepUp;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Documents over HTTP: what is in them now and at each version, and changes.
 *
 * <p>The newest content has its version as entity tag. Whoever sends that in {@code If-None-Match}
 * is told if he has it already; a change with {@code If-Match} is made if the document is still at
 * that version, and not transformed.
 */
public final class DocumentResources {
  private static final String DOCUMENT = "documents/{collection}/{id}";
  private static final int CREATED = 201;
  private static final int NOT_MODIFIED = 304;

  private final Documents documents;
  private final History history;
  private final Gate gate;
  private final String organisation;
  private final boolean cachesVersions;

  /**
   * @param organisation to which all documents belong
   * @param cachesVersions whether browsers may keep old versions, which never change unless they
   *     are redacted
   */
  public DocumentResources(
      Documents documents,
      History history,
      Gate gate,
      String organisation,
      boolean cachesVersions) {
    this.documents = documents;
    this.history = history;
    this.gate = gate;
    this.organisation = organisation;
    this.cachesVersions = cachesVersions;
  }

  /** Where they are. */
  public List<Rest.Mapping> mappings() {
    return List.of(
        new Rest.Mapping("GET", DOCUMENT, this::summary),
        new Rest.Mapping("GET", DOCUMENT + "/content", this::content),
        new Rest.Mapping("GET", DOCUMENT + "/versions", this::versionAt),
        new Rest.Mapping("GET", DOCUMENT + "/versions/{version}", this::version),
        new Rest.Mapping("GET", DOCUMENT + "/operations", this::operations),
        new Rest.Mapping("POST", DOCUMENT + "/operations", this::commit),
        new Rest.Mapping("DELETE", DOCUMENT, this::delete));
  }

  private DocumentId document(Asked asked) {
    return new DocumentId(organisation, asked.part("collection"), asked.part("id"));
  }

  private Answer summary(Asked asked) {
    DocumentId document = document(asked);
    gate.requireRead(asked.login(), document);
    DocumentSummary summary = documents.find(document).orElseThrow(DocumentResources::noDocument);
    return Answer.json(200, JsonText.write(CollectionResources.json(summary).build()));
  }

  private Answer content(Asked asked) {
    DocumentId document = document(asked);
    gate.requireRead(asked.login(), document);
    Snapshot now = documents.read(document).orElseThrow(DocumentResources::noDocument);
    Format format = Format.of(asked);
    String tag = Versions.tag(now.version(), format.suffix());
    boolean isKnown =
        asked.header().apply("If-None-Match").map(tags -> Versions.has(tags, tag)).orElse(false);
    return (isKnown ? Answer.empty(NOT_MODIFIED) : format.answer(now))
        .with("ETag", tag)
        .with("Vary", Format.VARY);
  }

  private Answer version(Asked asked) {
    DocumentId document = document(asked);
    gate.requireRead(asked.login(), document);
    Answer answer = old(asked, documents.read(document, Versions.number(asked.part("version"))));
    return cachesVersions
        ? answer.with("Cache-Control", "private, max-age=31536000, immutable")
        : answer;
  }

  private Answer versionAt(Asked asked) {
    DocumentId document = document(asked);
    gate.requireRead(asked.login(), document);
    Instant at =
        Parameters.time(asked, "at")
            .orElseThrow(() -> Parameters.malformed("at has to say at which time"));
    return old(asked, history.read(document, at));
  }

  private static Answer old(Asked asked, Snapshot then) {
    if (!then.exists()) {
      throw noDocument();
    }
    return Format.of(asked).answer(then).with("Vary", Format.VARY);
  }

  private Answer operations(Asked asked) {
    DocumentId document = document(asked);
    gate.requireRead(asked.login(), document);
    long from = Parameters.version(asked, "from").orElse(0L);
    long to = from + Math.min(Parameters.limit(asked), Long.MAX_VALUE - from);
    List<CommittedOperation> operations = documents.operations(document, from, to);
    JsonObjectBuilder page =
        JsonText.values()
            .createObjectBuilder()
            .add("operations", HistoryJson.list(operations, HistoryJson::operation));
    if (operations.size() == to - from) {
      page.add("next", to);
    }
    return Answer.json(200, JsonText.write(page.build()));
  }

  private Answer commit(Asked asked) {
    DocumentId document = document(asked);
    gate.requireWrite(asked.login(), document, StepUp.Action.WRITE);
    JsonObject message = asked.json();
    Documents his = documents.as(asked.login().caller().name());
    Optional<Long> wanted = Versions.wanted(asked);
    CommittedOperation committed =
        message.get("create") instanceof JsonObject create
            ? create(his, document, create, wanted)
            : edit(his, document, message, wanted);
    return Answer.json(CREATED, "{\"version\":" + committed.version() + "}")
        .with("ETag", Versions.tag(committed.version() + 1));
  }

  private static CommittedOperation create(
      Documents his, DocumentId document, JsonObject create, Optional<Long> wanted) {
    if (wanted.isPresent()) {
      throw new Versions.PreconditionFailed("What does not exist has no version");
    }
    if (!(create.get("type") instanceof JsonString type)) {
      throw Parameters.malformed("create.type has to be a string");
    }
    return his.create(document, type.getString(), create.getOrDefault("data", JsonValue.NULL));
  }

  private static CommittedOperation edit(
      Documents his, DocumentId document, JsonObject message, Optional<Long> wanted) {
    JsonValue op = message.get("op");
    if (op == null) {
      throw Parameters.malformed("The body has to have op or create");
    }
    if (wanted.isPresent()) {
      return his.edit(
              document,
              now -> {
                Versions.requireHead(now.version(), wanted.get());
                return Optional.of(op);
              })
          .orElseThrow();
    }
    if (!(message.get("v") instanceof JsonNumber version)) {
      throw Parameters.malformed(
          "Without If-Match, v has to be the version that op was made against");
    }
    return his.edit(document, Versions.number(version.toString()), op);
  }

  private Answer delete(Asked asked) {
    DocumentId document = document(asked);
    gate.requireWrite(asked.login(), document, StepUp.Action.DELETE);
    Documents his = documents.as(asked.login().caller().name());
    Optional<Long> wanted = Versions.wanted(asked);
    if (wanted.isPresent()) {
      try {
        his.delete(document, wanted.get());
      } catch (CollabException e) {
        throw e.code() == ErrorCode.ERR_VERSION_CONFLICT
            ? new Versions.PreconditionFailed(e.getMessage())
            : e;
      }
    } else {
      his.delete(document);
    }
    return Answer.empty(204);
  }

  private static CollabException noDocument() {
    return new CollabException(ErrorCode.ERR_DOC_DOES_NOT_EXIST, "There is no such document");
  }
}
