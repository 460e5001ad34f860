package io.collabee.sample;

import io.collabee.CommittedOperation;
import io.collabee.Snapshot;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the list shows of one document.
 *
 * @param role what it is to whom the list is shown
 * @param organisation whose it is; empty if it is of none
 * @param excerpt how its text begins, on one line
 * @param editedBy who made the last edit
 * @param editedAt when
 */
public record Summary(
    String id,
    String title,
    Role role,
    String organisation,
    String excerpt,
    String editedBy,
    Instant editedAt) {
  private static final int EXCERPT_LENGTH = 160;

  static Summary of(
      Minutes minutes, Role role, Optional<Snapshot> text, Optional<CommittedOperation> lastEdit) {
    return new Summary(
        minutes.getId(),
        minutes.getTitle(),
        role,
        minutes.organisation().map(Organisation::getName).orElse(""),
        text.map(Summary::beginning).orElse(""),
        lastEdit.map(CommittedOperation::author).orElse(minutes.getCreatedBy()),
        lastEdit.map(CommittedOperation::time).orElse(minutes.getCreatedAt().toInstant()));
  }

  /** A rich text is a Quill Delta: a list of insertions, of which the strings are the text. */
  private static String beginning(Snapshot text) {
    String words =
        text.data().asJsonObject().getJsonArray("ops").getValuesAs(JsonObject.class).stream()
            .map(op -> op.get("insert"))
            .filter(JsonString.class::isInstance)
            .map(insert -> ((JsonString) insert).getString())
            .collect(Collectors.joining())
            .replaceAll("\\s+", " ")
            .strip();
    int end =
        words.offsetByCodePoints(
            0, Math.min(EXCERPT_LENGTH, words.codePointCount(0, words.length())));
    return end == words.length() ? words : words.substring(0, end) + "…";
  }
}
