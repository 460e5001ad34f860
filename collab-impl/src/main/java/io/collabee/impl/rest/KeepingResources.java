package io.collabee.impl.rest;

import io.collabee.CollabException;
import io.collabee.CommittedOperation;
import io.collabee.DocumentId;
import io.collabee.ErrorCode;
import io.collabee.Keeping;
import io.collabee.history.Label;
import io.collabee.history.Verification;
import io.collabee.impl.json.JsonText;
import io.collabee.impl.security.StepUp;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.time.Instant;
import java.util.List;
import java.util.function.ToLongBiFunction;

/** What is kept of documents, over HTTP: labels, verifying, what is stored, and taking away. */
public final class KeepingResources {
  private static final String DOCUMENT = "documents/{collection}/{id}";
  private static final int CREATED = 201;
  private static final int NO_CONTENT = 204;

  private final Keeping keeping;
  private final Gate gate;
  private final String organisation;
  private final FewAtOnce few;

  /**
   * @param organisation to which all documents belong
   * @param few lets each caller ask for little at a time of what goes through history
   */
  public KeepingResources(Keeping keeping, Gate gate, String organisation, FewAtOnce few) {
    this.keeping = keeping;
    this.gate = gate;
    this.organisation = organisation;
    this.few = few;
  }

  /** Where they are. */
  public List<Rest.Mapping> mappings() {
    return List.of(
        new Rest.Mapping("GET", DOCUMENT + "/labels", this::labels),
        new Rest.Mapping("PUT", DOCUMENT + "/labels/{version}", this::label),
        new Rest.Mapping("DELETE", DOCUMENT + "/labels/{version}", this::removeLabel),
        new Rest.Mapping("GET", DOCUMENT + "/kept", this::kept),
        new Rest.Mapping("POST", DOCUMENT + "/verify", few.of(this::verify)),
        new Rest.Mapping("POST", DOCUMENT + "/undelete", this::undelete),
        new Rest.Mapping("POST", DOCUMENT + "/thin", this::thin),
        new Rest.Mapping("POST", DOCUMENT + "/drop", this::drop),
        new Rest.Mapping("POST", DOCUMENT + "/purge", this::purge),
        new Rest.Mapping("POST", DOCUMENT + "/redact", few.of(this::redact)));
  }

  private DocumentId document(Asked asked) {
    return new DocumentId(organisation, asked.part("collection"), asked.part("id"));
  }

  private Keeping his(Asked asked) {
    return keeping.as(asked.login().caller().name());
  }

  private Answer labels(Asked asked) {
    DocumentId document = document(asked);
    gate.requireRead(asked.login(), document);
    return json(
        JsonText.values()
            .createObjectBuilder()
            .add("labels", HistoryJson.list(keeping.labels(document), KeepingResources::label)));
  }

  private static JsonObjectBuilder label(Label label) {
    return JsonText.values()
        .createObjectBuilder()
        .add("version", label.version())
        .add("name", label.name())
        .add("author", label.author())
        .add("time", label.time().toString());
  }

  private Answer label(Asked asked) {
    DocumentId document = document(asked);
    gate.requireWrite(asked.login(), document, StepUp.Action.WRITE);
    if (!(asked.json().get("name") instanceof JsonString name)) {
      throw Parameters.malformed("name has to say what the version is called");
    }
    try {
      Label given =
          his(asked).label(document, Versions.number(asked.part("version")), name.getString());
      return Answer.json(200, JsonText.write(label(given).build()));
    } catch (IllegalArgumentException e) {
      throw Parameters.malformed(
          "name has to have 1 to 255 characters, not blank, and no control characters");
    }
  }

  private Answer removeLabel(Asked asked) {
    DocumentId document = document(asked);
    gate.requireManage(asked.login(), document, StepUp.Action.PURGE);
    if (!keeping.removeLabel(document, Versions.number(asked.part("version")))) {
      return Answer.problem(404, "NOT_FOUND", "The version has no label");
    }
    return Answer.empty(NO_CONTENT);
  }

  private Answer kept(Asked asked) {
    DocumentId document = document(asked);
    gate.requireManage(asked.login(), document);
    Keeping.Kept kept = keeping.kept(document).orElseThrow(KeepingResources::noDocument);
    return json(
        JsonText.values()
            .createObjectBuilder()
            .add("first", kept.first())
            .add("head", kept.head())
            .add("chunks", kept.chunks())
            .add("compacted", kept.compacted())
            .add("diffs", kept.diffs())
            .add("snapshots", kept.snapshots()));
  }

  private Answer verify(Asked asked) {
    DocumentId document = document(asked);
    gate.requireManage(asked.login(), document);
    Verification found = keeping.verify(document);
    return json(
        JsonText.values()
            .createObjectBuilder()
            .add("from", found.from())
            .add("to", found.to())
            .add("snapshots", found.snapshots())
            .add("problems", HistoryJson.list(found.problems(), KeepingResources::problem)));
  }

  private static JsonObjectBuilder problem(Verification.Problem problem) {
    return JsonText.values()
        .createObjectBuilder()
        .add("version", problem.version())
        .add("kind", problem.kind().name());
  }

  private Answer undelete(Asked asked) {
    DocumentId document = document(asked);
    gate.requireManage(asked.login(), document, StepUp.Action.RESTORE);
    CommittedOperation committed = his(asked).undelete(document);
    return Answer.json(CREATED, "{\"version\":" + committed.version() + "}")
        .with("ETag", Versions.tag(committed.version() + 1));
  }

  private Answer thin(Asked asked) {
    return takeAway(asked, "versions", keeping::thin);
  }

  private Answer drop(Asked asked) {
    return takeAway(asked, "operations", keeping::drop);
  }

  /** Takes away what was committed before a time; tells how much that was. */
  private Answer takeAway(
      Asked asked, String unit, ToLongBiFunction<DocumentId, Instant> takingAway) {
    DocumentId document = document(asked);
    gate.requireManage(asked.login(), document, StepUp.Action.PURGE);
    if (!(asked.json().get("before") instanceof JsonString before)) {
      throw Parameters.malformed("before has to say up to which time");
    }
    Instant time = Parameters.time("before", before.getString());
    if (keeping.kept(document).isEmpty()) {
      throw noDocument();
    }
    return json(
        JsonText.values().createObjectBuilder().add(unit, takingAway.applyAsLong(document, time)));
  }

  private Answer purge(Asked asked) {
    DocumentId document = document(asked);
    gate.requireManage(asked.login(), document, StepUp.Action.PURGE);
    if (!his(asked).purge(document)) {
      throw noDocument();
    }
    return Answer.empty(NO_CONTENT);
  }

  private Answer redact(Asked asked) {
    DocumentId document = document(asked);
    gate.requireManage(asked.login(), document, StepUp.Action.PURGE);
    JsonObject wanted = asked.json();
    long version = number(wanted, "version");
    long changed =
        wanted.get("path") instanceof JsonArray path
            ? his(asked).redact(document, version, path)
            : his(asked).redact(document, version, place(wanted, "from"), place(wanted, "to"));
    return json(JsonText.values().createObjectBuilder().add("operations", changed));
  }

  private static int place(JsonObject message, String name) {
    return (int) Math.min(Integer.MAX_VALUE, number(message, name));
  }

  private static long number(JsonObject message, String name) {
    if (message.get(name) instanceof JsonNumber number) {
      return Versions.number(number.toString());
    }
    throw Parameters.malformed(name + " has to be a whole number from 0");
  }

  private static CollabException noDocument() {
    return new CollabException(ErrorCode.ERR_DOC_DOES_NOT_EXIST, "There is no such document");
  }

  private static Answer json(JsonObjectBuilder body) {
    return Answer.json(200, JsonText.write(body.build()));
  }
}
