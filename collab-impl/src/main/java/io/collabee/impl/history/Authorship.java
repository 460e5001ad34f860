package io.collabee.impl.history;

import io.collabee.CollabException;
import io.collabee.DocumentId;
import io.collabee.ErrorCode;
import io.collabee.Operation;
import io.collabee.history.Attribution;
import io.collabee.history.Blame;
import io.collabee.history.Contribution;
import io.collabee.impl.document.LoggedOperation;
import io.collabee.impl.document.View;
import io.collabee.impl.document.View.Content;
import io.collabee.impl.history.Lineage.New;
import io.collabee.impl.history.Lineage.Piece;
import io.collabee.impl.ot.DocumentTypes;
import io.collabee.spi.DocumentType;
import io.collabee.spi.Sequence;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds who wrote what is there, by a {@link Lineage} from the document's beginning on: it needs
 * the steps of every operation, but no content. The newest one of a document is remembered, so that
 * the next question costs what has happened since.
 */
final class Authorship {
  /** What is remembered at most, in pieces; one takes about a hundred bytes. */
  private static final long REMEMBERED_PIECES = 200_000;

  private final Past past;
  private final Pages pages;
  private final DocumentTypes types;
  private final Duration gap;
  private final long mostReplayed;
  private final WeightedCache<DocumentId, Known> remembered =
      new WeightedCache<>(REMEMBERED_PIECES);

  Authorship(Past past, DocumentTypes types, HistorySettings settings) {
    this.past = past;
    this.pages = new Pages(past);
    this.types = types;
    this.gap = settings.gap();
    this.mostReplayed = settings.mostReplayed();
  }

  /**
   * What is known at a version.
   *
   * @param since the version from which on origins are told apart
   * @param type of the document; empty if it does not exist
   */
  private record Known(
      long version, long since, Optional<DocumentType<?, ?>> type, Lineage lineage) {

    Known after(LoggedOperation logged, DocumentTypes types) {
      Origin origin = Origin.of(logged);
      Operation operation = logged.operation();
      if (operation instanceof Operation.Edit edit) {
        return with(type, type.isEmpty() ? lineage : edited(type.get(), edit.op(), origin));
      }
      if (operation instanceof Operation.Create create) {
        DocumentType<?, ?> created = types.get(create.type());
        return with(Optional.of(created), created(created, create.data(), origin));
      }
      return operation instanceof Operation.Delete
          ? with(Optional.empty(), lineage.afterDeletion(origin))
          : with(type, lineage);
    }

    private Known with(Optional<DocumentType<?, ?>> newType, Lineage newLineage) {
      return new Known(version + 1, since, newType, newLineage);
    }

    private <S, O> Lineage edited(DocumentType<S, O> edited, JsonValue op, Origin origin) {
      return edited
          .sequence()
          .map(sequence -> lineage.after(sequence.steps(edited.operation(op)), origin))
          .orElse(lineage);
    }

    private <S, O> Lineage created(DocumentType<S, O> created, JsonValue data, Origin origin) {
      int length =
          created.sequence().map(sequence -> sequence.length(created.create(data))).orElse(0);
      return length == 0 ? lineage : lineage.after(List.of(new Sequence.Insert(length)), origin);
    }
  }

  /**
   * Who wrote what is there at a version.
   *
   * @param since what was there then need not be told apart
   */
  Blame blame(DocumentId document, long version, long since) {
    Known known = known(document, version, since);
    if (known.type.isPresent() && known.type.get().sequence().isEmpty()) {
      throw new CollabException(
          ErrorCode.ERR_TYPE_DOES_NOT_SUPPORT_HISTORY,
          "A document of type " + known.type.get().name() + " is no sequence");
    }
    long from = Math.max(since, known.since);
    return new Blame(document, version, from, attributions(known.lineage, from));
  }

  private Known known(DocumentId document, long version, long since) {
    long start = Math.max(since, version - mostReplayed);
    Optional<Known> before =
        remembered
            .get(document)
            .filter(known -> known.since <= start)
            .filter(known -> known.version >= start && known.version <= version);
    Known[] known = {before.orElseGet(() -> atStart(document, start))};
    pages.forEach(
        document, known[0].version, version, next -> known[0] = known[0].after(next, types));
    if (since == 0) {
      remember(document, known[0]);
    }
    return known[0];
  }

  private Known atStart(DocumentId document, long start) {
    View view = past.at(document, start);
    Optional<DocumentType<?, ?>> type = view.content().map(Content::type);
    int length = view.content().map(Authorship::length).orElse(0);
    return new Known(start, start, type, Lineage.of(length));
  }

  private static <S> int length(Content<S> content) {
    return length(content.type(), content.value());
  }

  private static <S, O> int length(DocumentType<S, O> type, S content) {
    return type.sequence().map(sequence -> sequence.length(content)).orElse(0);
  }

  private void remember(DocumentId document, Known known) {
    Optional<Known> newest = remembered.get(document);
    if (newest.isEmpty() || newest.get().version < known.version) {
      remembered.put(document, known, known.lineage.size());
    }
  }

  private List<Attribution> attributions(Lineage lineage, long since) {
    List<Attribution> attributions = new ArrayList<>();
    int position = 0;
    for (Piece piece : lineage.pieces()) {
      int end = position + piece.length();
      add(attributions, new Attribution(position, end, contribution(piece, since)));
      position = end;
    }
    return attributions;
  }

  private static Optional<Contribution> contribution(Piece piece, long since) {
    return piece instanceof New inserted && inserted.origin().version() >= since
        ? Optional.of(inserted.origin().contribution())
        : Optional.empty();
  }

  private void add(List<Attribution> attributions, Attribution next) {
    int last = attributions.size() - 1;
    if (last >= 0) {
      Attribution before = attributions.get(last);
      if (isOneWork(before.contribution(), next.contribution())) {
        Optional<Contribution> both =
            before.contribution().flatMap(by -> next.contribution().map(by::and));
        attributions.set(last, new Attribution(before.from(), next.to(), both));
        return;
      }
    }
    attributions.add(next);
  }

  private boolean isOneWork(Optional<Contribution> left, Optional<Contribution> right) {
    if (left.isEmpty() || right.isEmpty()) {
      return left.isEmpty() && right.isEmpty();
    }
    return Origin.isOneWork(left.get(), right.get(), gap);
  }

  /** Forgets what is remembered of a document, whose history was rewritten. */
  void forget(DocumentId document) {
    remembered.removeIf(document::equals);
  }
}
