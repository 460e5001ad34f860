package io.collabee.impl.rest;

import io.collabee.CollabException;
import io.collabee.CommittedOperation;
import io.collabee.DocumentId;
import io.collabee.Documents;
import io.collabee.ErrorCode;
import io.collabee.History;
import io.collabee.OperationalTransform;
import io.collabee.Rendering;
import io.collabee.Snapshot;
import io.collabee.impl.json.JsonText;
import io.collabee.impl.security.StepUp;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Contents over HTTP, of now and of each version, in several forms; and contents that are made so.
 *
 * <p>The newest content has its version and form as entity tag. Whoever sends that in {@code
 * If-None-Match} is told if he has it already.
 */
public final class ContentResources {
  private static final String DOCUMENT = "documents/{collection}/{id}";
  private static final String TEXT = "text-unicode";
  private static final String RICH_TEXT = "rich-text";
  private static final int CREATED = 201;
  private static final int NO_CONTENT = 204;
  private static final int NOT_MODIFIED = 304;

  private final Documents documents;
  private final History history;
  private final Forms forms;
  private final Gate gate;
  private final String organisation;
  private final boolean cachesVersions;

  /**
   * Makes one form of another.
   *
   * @param transform tells differences
   */
  public record Forms(Rendering rendering, OperationalTransform transform) {}

  /**
   * @param organisation to which all documents belong
   * @param cachesVersions whether browsers may keep old versions, which never change unless they
   *     are redacted
   */
  public ContentResources(
      Documents documents,
      History history,
      Forms forms,
      Gate gate,
      String organisation,
      boolean cachesVersions) {
    this.documents = documents;
    this.history = history;
    this.forms = forms;
    this.gate = gate;
    this.organisation = organisation;
    this.cachesVersions = cachesVersions;
  }

  /** Where they are. */
  public List<Rest.Mapping> mappings() {
    return List.of(
        new Rest.Mapping("GET", DOCUMENT + "/content", this::content),
        new Rest.Mapping("PUT", DOCUMENT + "/content", this::put),
        new Rest.Mapping("GET", DOCUMENT + "/versions", this::versionAt),
        new Rest.Mapping("GET", DOCUMENT + "/versions/{version}", this::version));
  }

  private DocumentId document(Asked asked) {
    return new DocumentId(organisation, asked.part("collection"), asked.part("id"));
  }

  private DocumentId readable(Asked asked) {
    DocumentId document = document(asked);
    gate.requireRead(asked.login(), document);
    return document;
  }

  private Answer content(Asked asked) {
    Snapshot now = documents.read(readable(asked)).orElseThrow(DocumentResources::noDocument);
    Answer answer = Format.answer(asked, now, forms.rendering());
    String tag = String.valueOf(answer.headers().get("ETag"));
    boolean isKnown =
        asked.header().apply("If-None-Match").map(tags -> Versions.has(tags, tag)).orElse(false);
    return isKnown
        ? Answer.empty(NOT_MODIFIED)
            .with("ETag", tag)
            .with("Vary", String.valueOf(answer.headers().get("Vary")))
        : answer;
  }

  private Answer version(Asked asked) {
    DocumentId document = readable(asked);
    Answer answer = old(asked, documents.read(document, Versions.number(asked.part("version"))));
    return cachesVersions
        ? answer.with("Cache-Control", "private, max-age=31536000, immutable")
        : answer;
  }

  private Answer versionAt(Asked asked) {
    DocumentId document = readable(asked);
    Instant at =
        Parameters.time(asked, "at")
            .orElseThrow(() -> Parameters.malformed("at has to say at which time"));
    return old(asked, history.read(document, at));
  }

  private Answer old(Asked asked, Snapshot then) {
    if (!then.exists()) {
      throw DocumentResources.noDocument();
    }
    return Format.answer(asked, then, forms.rendering());
  }

  /** Creates a document with a content, or makes of what is there this, where it differs. */
  private Answer put(Asked asked) {
    DocumentId document = document(asked);
    gate.requireWrite(asked.login(), document, StepUp.Action.WRITE);
    Documents his = documents.as(asked.login().caller().name());
    Optional<Snapshot> found = his.read(document);
    boolean isToBeNew = asked.header().apply("If-None-Match").filter("*"::equals).isPresent();
    if (found.isEmpty()) {
      if (asked.header().apply("If-Match").isPresent()) {
        throw new Versions.PreconditionFailed("What does not exist has no version");
      }
      return committed(CREATED, create(his, document, asked));
    }
    if (isToBeNew) {
      throw new Versions.PreconditionFailed("The document exists");
    }
    return replace(his, found.get(), asked);
  }

  private Answer replace(Documents his, Snapshot found, Asked asked) {
    Optional<Long> wanted = Versions.wanted(asked, found::version);
    wanted.ifPresent(version -> Versions.requireHead(found.version(), version));
    String type = found.type().orElseThrow();
    // Once, however often others are faster.
    JsonValue content = sent(asked, type);
    return his.edit(
            found.document(),
            now -> {
              wanted.ifPresent(version -> Versions.requireHead(now.version(), version));
              if (!now.type().equals(found.type())) {
                throw anotherType();
              }
              return forms.transform.diff(type, now.data(), content);
            })
        .map(done -> committed(200, done))
        .orElseGet(() -> Answer.empty(NO_CONTENT));
  }

  private CommittedOperation create(Documents his, DocumentId document, Asked asked) {
    String type =
        asked
            .query()
            .apply("type")
            .or(() -> typeSent(asked))
            .orElseThrow(() -> Parameters.malformed("type has to say what is created"));
    return his.create(document, type, sent(asked, type));
  }

  private static Optional<String> typeSent(Asked asked) {
    return switch (Format.sent(asked)) {
      case JSON ->
          asked.json().get("type") instanceof JsonString type
              ? Optional.of(type.getString())
              : Optional.empty();
      case TEXT -> Optional.of(TEXT);
      case HTML, MARKDOWN -> Optional.of(RICH_TEXT);
    };
  }

  /** The content that a request has, in the form of a type. */
  private JsonValue sent(Asked asked, String type) {
    String name = forms.transform.type(type).name();
    Format format = Format.sent(asked);
    if (format == Format.JSON) {
      return sentJson(asked.json(), name);
    }
    if (name.equals(RICH_TEXT)) {
      String body = asked.body().get();
      return switch (format) {
        case HTML -> forms.rendering.fromHtml(body);
        case MARKDOWN -> forms.rendering.fromMarkdown(body);
        default -> forms.rendering.fromText(body);
      };
    }
    if (name.equals(TEXT) && format == Format.TEXT) {
      return JsonText.values().createValue(asked.body().get());
    }
    throw Format.unsupported("A document of the type " + name + " is not made of this");
  }

  private JsonValue sentJson(JsonObject body, String name) {
    if (body.get("type") instanceof JsonString given
        && !forms.transform.type(given.getString()).name().equals(name)) {
      throw anotherType();
    }
    return Optional.ofNullable(body.get("data"))
        .orElseThrow(() -> Parameters.malformed("data has to be the content"));
  }

  private static CollabException anotherType() {
    return new CollabException(
        ErrorCode.ERR_DOC_ALREADY_CREATED, "A document of another type is there");
  }

  private static Answer committed(int status, CommittedOperation done) {
    return Answer.json(status, "{\"version\":" + done.version() + "}")
        .with("ETag", Versions.tag(done.version() + 1));
  }
}
