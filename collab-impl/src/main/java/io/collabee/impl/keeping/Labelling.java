package io.collabee.impl.keeping;

import io.collabee.CollabException;
import io.collabee.DocumentId;
import io.collabee.ErrorCode;
import io.collabee.history.Label;
import io.collabee.impl.document.Archive;
import io.collabee.impl.document.Archive.Hold;
import io.collabee.impl.document.Archive.Rewrite;
import io.collabee.impl.ot.DocumentTypes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Gives versions labels and takes them away. No edit waits for it: the head is not held. */
final class Labelling {
  private static final int LONGEST_NAME = 255;

  private final Archive archive;
  private final DocumentTypes types;
  private final int most;

  /**
   * @param most how many labels a document may have
   */
  Labelling(Archive archive, DocumentTypes types, int most) {
    this.archive = archive;
    this.types = types;
    this.most = most;
  }

  /**
   * Names a version; one that has a label keeps that label's author and time.
   *
   * @throws IllegalArgumentException if the name is none
   */
  Label label(DocumentId document, Label wanted) {
    requireName(wanted.name());
    long version = wanted.version();
    try (Rewrite rewrite =
        archive.rewrite(document, Hold.HISTORY).orElseThrow(() -> KeptVersion.ahead(version, 0))) {
      Label label = renamed(rewrite.labels(), wanted);
      if (!rewrite.snapshots().contains(version)) {
        rewrite.put(KeptVersion.snapshot(rewrite, types, version));
      }
      rewrite.label(version, Optional.of(label));
      rewrite.commit();
      return label;
    }
  }

  private Label renamed(List<Label> labels, Label wanted) {
    Optional<Label> there =
        labels.stream().filter(each -> each.version() == wanted.version()).findFirst();
    if (there.isEmpty() && labels.size() >= most) {
      throw new CollabException(
          ErrorCode.ERR_LIMIT_EXCEEDED,
          "The document has " + labels.size() + " labels, and no more than " + most + " are kept");
    }
    String author = there.map(Label::author).orElse(wanted.author());
    Instant time = there.map(Label::time).orElse(wanted.time());
    return new Label(wanted.version(), wanted.name(), author, time);
  }

  private static void requireName(String name) {
    if (name.isBlank()
        || name.length() > LONGEST_NAME
        || name.codePoints().anyMatch(Labelling::isNoCharacter)) {
      throw new IllegalArgumentException(
          "A label has 1 to 255 characters and no control characters");
    }
  }

  private static boolean isNoCharacter(int c) {
    return Character.isISOControl(c)
        || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  /** Takes a label away, and what was kept for it alone; whether there was one. */
  boolean remove(DocumentId document, long version) {
    Optional<Rewrite> opened = archive.rewrite(document, Hold.HISTORY);
    if (opened.isEmpty()) {
      return false;
    }
    try (Rewrite rewrite = opened.get()) {
      if (rewrite.labels().stream().noneMatch(label -> label.version() == version)) {
        return false;
      }
      rewrite.label(version, Optional.empty());
      if (version < rewrite.first()) {
        rewrite.removeSnapshot(version);
      }
      rewrite.commit();
      return true;
    }
  }
}
