package io.collabee.impl.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.collabee.CollabException;
import io.collabee.CommittedOperation;
import io.collabee.DocumentId;
import io.collabee.DocumentQuery;
import io.collabee.DocumentSummary;
import io.collabee.Documents;
import io.collabee.ErrorCode;
import io.collabee.impl.json.JsonText;
import io.collabee.impl.security.StepUp;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.net.URLEncoder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The documents of a collection over HTTP: which there are, and new ones. */
public final class CollectionResources {
  private static final String COLLECTION = "documents/{collection}";
  private static final int CREATED = 201;
  private static final int PAGE = 1_000;
  private static final int MOST_PAGES = 20;

  private final Documents documents;
  private final Gate gate;
  private final String organisation;

  /**
   * @param organisation to which all documents belong
   */
  public CollectionResources(Documents documents, Gate gate, String organisation) {
    this.documents = documents;
    this.gate = gate;
    this.organisation = organisation;
  }

  /** Where they are. */
  public List<Rest.Mapping> mappings() {
    return List.of(
        new Rest.Mapping("GET", COLLECTION, this::list),
        new Rest.Mapping("POST", COLLECTION, this::create));
  }

  /**
   * Of those that the caller may read. Those he may not read are passed over and not told of, not
   * even as where to go on.
   */
  private Answer list(Asked asked) {
    DocumentQuery query = query(asked);
    int limit = Parameters.limit(asked);
    String after = Parameters.text(asked, "after").orElse("");
    List<DocumentSummary> visible = new ArrayList<>();
    for (int page = 0; page < MOST_PAGES; page++) {
      List<DocumentSummary> all = documents.list(query, after, PAGE);
      all.stream()
          .filter(summary -> gate.mayRead(asked.login(), summary.document()))
          .forEach(visible::add);
      if (all.size() < PAGE || visible.size() > limit) {
        return page(visible, limit, false);
      }
      after = all.get(PAGE - 1).document().id();
    }
    if (visible.isEmpty()) {
      throw new CollabException(
          ErrorCode.ERR_LIMIT_EXCEEDED,
          "None of the next " + MOST_PAGES * PAGE + " may be read; ask for those with a prefix");
    }
    return page(visible, limit, true);
  }

  private static Answer page(List<DocumentSummary> visible, int limit, boolean hasMore) {
    List<DocumentSummary> shown = visible.subList(0, Math.min(limit, visible.size()));
    JsonObjectBuilder page =
        JsonText.values()
            .createObjectBuilder()
            .add("documents", HistoryJson.list(shown, CollectionResources::json));
    if (hasMore || visible.size() > limit) {
      page.add("next", shown.get(shown.size() - 1).document().id());
    }
    return Answer.json(200, JsonText.write(page.build()));
  }

  /** A document as it is in lists. */
  static JsonObjectBuilder json(DocumentSummary summary) {
    JsonObjectBuilder json =
        JsonText.values()
            .createObjectBuilder()
            .add("collection", summary.document().collection())
            .add("id", summary.document().id())
            .add("version", summary.version());
    summary.type().ifPresentOrElse(type -> json.add("type", type), () -> json.addNull("type"));
    return json.add("created", summary.created().toString())
        .add("modified", summary.modified().toString());
  }

  private DocumentQuery query(Asked asked) {
    DocumentQuery query =
        DocumentQuery.of(
                organisation, Parameters.requireText("collection", asked.part("collection")))
            .withPrefix(Parameters.text(asked, "prefix").orElse(""));
    Optional<String> type = Parameters.text(asked, "type");
    if (type.isPresent()) {
      query = query.ofType(type.get());
    }
    Optional<Instant> since = Parameters.time(asked, "modifiedSince");
    if (since.isPresent()) {
      query = query.modifiedSince(since.get());
    }
    return Parameters.isSet(asked, "deleted") ? query.deleted() : query;
  }

  private Answer create(Asked asked) {
    JsonObject wanted = asked.json();
    if (!(wanted.get("type") instanceof JsonString type)) {
      throw Parameters.malformed("type has to be a string");
    }
    String id =
        wanted.get("id") instanceof JsonString given
            ? given.getString()
            : UUID.randomUUID().toString();
    DocumentId document = new DocumentId(organisation, asked.part("collection"), id);
    gate.requireWrite(asked.login(), document, StepUp.Action.WRITE);
    CommittedOperation created =
        documents
            .as(asked.login().caller().name())
            .create(document, type.getString(), wanted.getOrDefault("data", JsonValue.NULL));
    JsonObjectBuilder made =
        JsonText.values().createObjectBuilder().add("id", id).add("version", created.version());
    return Answer.json(CREATED, JsonText.write(made.build()))
        .with("ETag", Versions.tag(created.version() + 1))
        .with("Location", encoded(document.collection()) + "/" + encoded(id));
  }

  /** Relative to the address that was asked. */
  private static String encoded(String part) {
    return URLEncoder.encode(part, UTF_8).replace("+", "%20");
  }
}
