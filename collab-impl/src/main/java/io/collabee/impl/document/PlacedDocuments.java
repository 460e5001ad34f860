package io.collabee.impl.document;

import io.collabee.CollabException;
import io.collabee.DocumentId;
import io.collabee.ErrorCode;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Documents that are kept in several databases: each database has live documents of its own, with
 * their lanes and readers, and this hands every request to those of the document.
 *
 * @param <D> where the documents of one database live
 */
public final class PlacedDocuments<D extends DocumentService & Arrivals>
    implements DocumentService, Arrivals {
  private static final System.Logger LOG = System.getLogger(PlacedDocuments.class.getName());

  private final Collection<D> all;
  private final Function<DocumentId, D> place;

  /**
   * Documents in several places.
   *
   * @param all places
   * @param place where a document lives: always the same one of them. If it throws, the request is
   *     refused.
   */
  public PlacedDocuments(Collection<D> all, Function<DocumentId, D> place) {
    this.all = List.copyOf(all);
    this.place = place;
  }

  /** Does something where the document lives, or says why that cannot be found. */
  private void at(DocumentId document, Consumer<D> task, Consumer<CollabException> failure) {
    D there;
    try {
      there = place.apply(document);
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, () -> "Nobody knows where " + document + " is kept", e);
      failure.accept(
          new CollabException(
              ErrorCode.ERR_UNKNOWN_ERROR, "The server does not know where the document is", e));
      return;
    }
    task.accept(there);
  }

  @Override
  public void submit(DocumentId document, Submission submission) {
    at(document, there -> there.submit(document, submission), submission.outcome()::refused);
  }

  @Override
  public void read(DocumentId document, Answer<View> answer) {
    at(document, there -> there.read(document, answer), answer::fail);
  }

  @Override
  public void read(DocumentId document, long version, Answer<View> answer) {
    at(document, there -> there.read(document, version, answer), answer::fail);
  }

  @Override
  public void read(DocumentId document, Instant time, Answer<View> answer) {
    at(document, there -> there.read(document, time, answer), answer::fail);
  }

  @Override
  public void operations(DocumentId document, long from, long to, Answer<List<Committed>> answer) {
    at(document, there -> there.operations(document, from, to, answer), answer::fail);
  }

  @Override
  public Following follow(DocumentId document, long from, Follower follower, Answer<Long> started) {
    Following[] following = {() -> {}};
    at(
        document,
        there -> following[0] = there.follow(document, from, follower, started),
        started::fail);
    return following[0];
  }

  @Override
  public void transformPresence(
      DocumentId document,
      long version,
      JsonValue presence,
      String source,
      Answer<MovedPresence> answer) {
    at(
        document,
        there -> there.transformPresence(document, version, presence, source, answer),
        answer::fail);
  }

  @Override
  public void committed(DocumentId document, List<LoggedOperation> operations) {
    at(document, there -> there.committed(document, operations), unknown -> {});
  }

  @Override
  public void head(DocumentId document, long version) {
    at(document, there -> there.head(document, version), unknown -> {});
  }

  @Override
  public int versions(Consumer<Map<DocumentId, Long>> each) {
    return all.stream().mapToInt(place -> place.versions(each)).sum();
  }
}
