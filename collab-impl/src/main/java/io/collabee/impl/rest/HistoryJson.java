package io.collabee.impl.rest;

import io.collabee.CommittedOperation;
import io.collabee.Operation;
import io.collabee.history.Attribution;
import io.collabee.history.Change;
import io.collabee.history.Contribution;
import io.collabee.history.Session;
import io.collabee.impl.json.JsonText;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.function.Function;

/** Writes what history tells as JSON. */
final class HistoryJson {
  private HistoryJson() {}

  static <T> JsonArrayBuilder list(List<T> values, Function<T, JsonObjectBuilder> json) {
    JsonArrayBuilder list = JsonText.values().createArrayBuilder();
    values.forEach(value -> list.add(json.apply(value)));
    return list;
  }

  private static JsonObjectBuilder object() {
    return JsonText.values().createObjectBuilder();
  }

  static JsonObjectBuilder operation(CommittedOperation committed) {
    JsonObjectBuilder json =
        object()
            .add("version", committed.version())
            .add("author", committed.author())
            .add("time", committed.time().toString());
    Operation operation = committed.operation();
    if (operation instanceof Operation.Edit edit) {
      return json.add("op", edit.op());
    }
    if (operation instanceof Operation.Create create) {
      return json.add("create", object().add("type", create.type()).add("data", create.data()));
    }
    return operation instanceof Operation.Delete ? json.add("delete", true) : json;
  }

  static JsonObjectBuilder session(Session session) {
    return object()
        .add("from", session.from())
        .add("to", session.to())
        .add("began", session.began().toString())
        .add("ended", session.ended().toString())
        .add("contributions", list(session.contributions(), HistoryJson::contribution));
  }

  static JsonObjectBuilder contribution(Contribution contribution) {
    return object()
        .add("author", contribution.author())
        .add("from", contribution.from())
        .add("to", contribution.to())
        .add("began", contribution.began().toString())
        .add("ended", contribution.ended().toString());
  }

  static JsonObjectBuilder attribution(Attribution attribution) {
    JsonObjectBuilder json = object().add("from", attribution.from()).add("to", attribution.to());
    attribution.contribution().ifPresent(by -> json.add("by", contribution(by)));
    return json;
  }

  static JsonObjectBuilder change(Change change) {
    if (change instanceof Change.Insertion insertion) {
      return object()
          .add("kind", "insertion")
          .add("at", insertion.at())
          .add("length", insertion.length())
          .add("content", insertion.content())
          .add("by", contribution(insertion.by()));
    }
    if (change instanceof Change.Deletion deletion) {
      return object()
          .add("kind", "deletion")
          .add("at", deletion.at())
          .add("wasAt", deletion.wasAt())
          .add("length", deletion.length())
          .add("content", deletion.content())
          .add("by", contribution(deletion.by()));
    }
    if (change instanceof Change.Formatting formatting) {
      return object()
          .add("kind", "formatting")
          .add("at", formatting.at())
          .add("length", formatting.length())
          .add("before", formatting.before())
          .add("after", formatting.after())
          .add("by", contribution(formatting.by()));
    }
    return change instanceof Change.Move move ? move(move) : value((Change.Value) change);
  }

  private static JsonObjectBuilder move(Change.Move move) {
    return object()
        .add("kind", "move")
        .add("path", move.path())
        .add("wasAt", move.wasAt())
        .add("by", list(move.by(), HistoryJson::contribution));
  }

  private static JsonObjectBuilder value(Change.Value value) {
    JsonObjectBuilder json = object().add("kind", "value").add("path", value.path());
    value.before().ifPresent(before -> json.add("before", before));
    value.after().ifPresent(after -> json.add("after", after));
    return json.add("by", list(value.by(), HistoryJson::contribution));
  }
}
