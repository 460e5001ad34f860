package io.collabee.impl.rest;

import io.collabee.CollabException;
import io.collabee.CommittedOperation;
import io.collabee.DocumentId;
import io.collabee.Documents;
import io.collabee.ErrorCode;
import io.collabee.Snapshot;
import io.collabee.impl.json.JsonText;
import io.collabee.impl.security.StepUp;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Arrays;
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
  private static final int PRECONDITION_FAILED = 412;

  private final Documents documents;
  private final Gate gate;
  private final String organisation;
  private final boolean cachesVersions;

  /**
   * @param organisation to which all documents belong
   * @param cachesVersions whether browsers may keep old versions, which never change unless they
   *     are redacted
   */
  public DocumentResources(
      Documents documents, Gate gate, String organisation, boolean cachesVersions) {
    this.documents = documents;
    this.gate = gate;
    this.organisation = organisation;
    this.cachesVersions = cachesVersions;
  }

  /** Where they are. */
  public List<Rest.Mapping> mappings() {
    return List.of(
        new Rest.Mapping("GET", DOCUMENT + "/content", this::content),
        new Rest.Mapping("GET", DOCUMENT + "/versions/{version}", this::version),
        new Rest.Mapping("POST", DOCUMENT + "/operations", this::commit),
        new Rest.Mapping("DELETE", DOCUMENT, this::delete));
  }

  private DocumentId document(Asked asked) {
    return new DocumentId(organisation, asked.part("collection"), asked.part("id"));
  }

  private Answer content(Asked asked) {
    DocumentId document = document(asked);
    gate.requireRead(asked.login(), document);
    Snapshot now = documents.read(document).orElseThrow(() -> noDocument());
    String tag = tag(now.version());
    boolean isKnown =
        asked.header().apply("If-None-Match").map(tags -> has(tags, tag)).orElse(false);
    return (isKnown ? Answer.empty(NOT_MODIFIED) : Answer.json(200, snapshot(now)))
        .with("ETag", tag);
  }

  private Answer version(Asked asked) {
    DocumentId document = document(asked);
    gate.requireRead(asked.login(), document);
    Snapshot then = documents.read(document, number(asked.part("version")));
    if (!then.exists()) {
      throw noDocument();
    }
    Answer answer = Answer.json(200, snapshot(then));
    return cachesVersions
        ? answer.with("Cache-Control", "private, max-age=31536000, immutable")
        : answer;
  }

  private Answer commit(Asked asked) {
    DocumentId document = document(asked);
    gate.requireWrite(asked.login(), document, StepUp.Action.WRITE);
    JsonObject message = asked.json();
    Documents his = documents.as(asked.login().caller().name());
    Optional<Long> wanted = wanted(asked);
    CommittedOperation committed =
        message.get("create") instanceof JsonObject create
            ? create(his, document, create, wanted)
            : edit(his, document, message, wanted);
    return Answer.json(CREATED, "{\"version\":" + committed.version() + "}")
        .with("ETag", tag(committed.version() + 1));
  }

  private static CommittedOperation create(
      Documents his, DocumentId document, JsonObject create, Optional<Long> wanted) {
    if (wanted.isPresent()) {
      throw new PreconditionFailed("What does not exist has no version");
    }
    if (!(create.get("type") instanceof JsonString type)) {
      throw malformed("create.type has to be a string");
    }
    return his.create(document, type.getString(), create.getOrDefault("data", JsonValue.NULL));
  }

  private static CommittedOperation edit(
      Documents his, DocumentId document, JsonObject message, Optional<Long> wanted) {
    JsonValue op = message.get("op");
    if (op == null) {
      throw malformed("The body has to have op or create");
    }
    if (wanted.isPresent()) {
      return his.edit(
              document,
              now -> {
                requireVersion(now.version(), wanted.get());
                return Optional.of(op);
              })
          .orElseThrow();
    }
    if (!(message.get("v") instanceof JsonNumber version)) {
      throw malformed("Without If-Match, v has to be the version that op was made against");
    }
    return his.edit(document, number(version.toString()), op);
  }

  private Answer delete(Asked asked) {
    DocumentId document = document(asked);
    gate.requireWrite(asked.login(), document, StepUp.Action.DELETE);
    Documents his = documents.as(asked.login().caller().name());
    Optional<Long> wanted = wanted(asked);
    if (wanted.isPresent()) {
      try {
        his.delete(document, wanted.get());
      } catch (CollabException e) {
        throw e.code() == ErrorCode.ERR_VERSION_CONFLICT
            ? new PreconditionFailed(e.getMessage())
            : e;
      }
    } else {
      his.delete(document);
    }
    return Answer.empty(204);
  }

  /** The version that the document has to be at; empty if any will do. */
  private static Optional<Long> wanted(Asked asked) {
    return asked
        .header()
        .apply("If-Match")
        .filter(tag -> !tag.strip().equals("*"))
        .map(tag -> number(tag.strip().replaceAll("^\"|\"$", "")));
  }

  private static void requireVersion(long head, long wanted) {
    if (head != wanted) {
      throw new PreconditionFailed("The document is at version " + head + ", not " + wanted);
    }
  }

  /** The document is not what {@code If-Match} says. */
  private static final class PreconditionFailed extends AnsweredException {
    private static final long serialVersionUID = 1;

    PreconditionFailed(String detail) {
      super(Answer.problem(PRECONDITION_FAILED, "PRECONDITION_FAILED", detail));
    }
  }

  private static boolean has(String tags, String tag) {
    return Arrays.stream(tags.split(","))
        .map(each -> each.strip().replaceFirst("^W/", ""))
        .anyMatch(each -> each.equals(tag) || each.equals("*"));
  }

  private static String tag(long version) {
    return "\"" + version + "\"";
  }

  private static long number(String text) {
    try {
      long number = Long.parseLong(text);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Answered below.
    }
    throw malformed("A version is a whole number from 0");
  }

  private static String snapshot(Snapshot snapshot) {
    return "{\"version\":"
        + snapshot.version()
        + ",\"type\":"
        + snapshot.type().map(JsonText::quote).orElse("null")
        + ",\"data\":"
        + JsonText.write(snapshot.data())
        + "}";
  }

  private static CollabException noDocument() {
    return new CollabException(ErrorCode.ERR_DOC_DOES_NOT_EXIST, "There is no such document");
  }

  private static CollabException malformed(String message) {
    return new CollabException(ErrorCode.ERR_MESSAGE_BADLY_FORMED, message);
  }
}
