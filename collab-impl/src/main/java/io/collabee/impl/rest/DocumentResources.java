package io.collabee.impl.rest;

import io.collabee.CollabException;
import io.collabee.CommittedOperation;
import io.collabee.DocumentId;
import io.collabee.DocumentSummary;
import io.collabee.Documents;
import io.collabee.ErrorCode;
import io.collabee.Snapshot;
import io.collabee.impl.json.JsonText;
import io.collabee.impl.security.StepUp;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;

/**
 * Documents over HTTP: what is known of them, their operations, and changes. A change with {@code
 * If-Match} is made if the document is still at that version, and not transformed.
 */
public final class DocumentResources {
  private static final String DOCUMENT = "documents/{collection}/{id}";
  private static final int CREATED = 201;

  private final Documents documents;
  private final Gate gate;
  private final String organisation;

  /**
   * @param organisation to which all documents belong
   */
  public DocumentResources(Documents documents, Gate gate, String organisation) {
    this.documents = documents;
    this.gate = gate;
    this.organisation = organisation;
  }

  /** Where they are. */
  public List<Rest.Mapping> mappings() {
    return List.of(
        new Rest.Mapping("GET", DOCUMENT, this::summary),
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
    if (!operations.isEmpty() && operations.size() == to - from) {
      page.add("next", to);
    }
    return Answer.json(200, JsonText.write(page.build()));
  }

  private Answer commit(Asked asked) {
    DocumentId document = document(asked);
    gate.requireWrite(asked.login(), document, StepUp.Action.WRITE);
    JsonObject message = asked.json();
    Documents his = documents.as(asked.login().caller().name());
    Optional<Long> wanted = Versions.wanted(asked, () -> head(document));
    CommittedOperation committed =
        message.get("create") instanceof JsonObject create
            ? create(his, document, create, wanted)
            : edit(his, document, message, wanted);
    return Answer.json(CREATED, "{\"version\":" + committed.version() + "}")
        .with("ETag", Versions.tag(committed.version() + 1));
  }

  private long head(DocumentId document) {
    return documents.read(document).map(Snapshot::version).orElse(-1L);
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
    Optional<Long> wanted = Versions.wanted(asked, () -> head(document));
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

  static CollabException noDocument() {
    return new CollabException(ErrorCode.ERR_DOC_DOES_NOT_EXIST, "There is no such document");
  }
}
