package io.collabee.impl.document;

import io.collabee.CollabException;
import io.collabee.DocumentId;
import io.collabee.DocumentQuery;
import io.collabee.DocumentSummary;
import io.collabee.ErrorCode;
import jakarta.json.JsonValue;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Documents that are kept in several databases: each database has live documents of its own, with
 * their lanes and readers, and this hands every request to those of the document.
 */
public final class PlacedDocuments implements DocumentService, Arrivals {
  private static final System.Logger LOG = System.getLogger(PlacedDocuments.class.getName());

  private final Function<DocumentId, LiveDocuments> place;
  private final Supplier<Collection<LiveDocuments>> all;

  /**
   * Documents in several places.
   *
   * @param place where a document lives; what it throws fails the request, a {@link
   *     CollabException} as it is
   * @param all places that are open now
   */
  public PlacedDocuments(
      Function<DocumentId, LiveDocuments> place, Supplier<Collection<LiveDocuments>> all) {
    this.place = place;
    this.all = all;
  }

  /** Does something where the document lives, or says why it cannot be done. */
  private void at(
      DocumentId document, Consumer<LiveDocuments> task, Consumer<CollabException> failure) {
    LiveDocuments there;
    try {
      there = place.apply(document);
    } catch (CollabException e) {
      failure.accept(e);
      return;
    } catch (RuntimeException | Error e) {
      LOG.log(Level.ERROR, () -> "Nobody knows where " + document + " is kept", e);
      failure.accept(
          new CollabException(
              ErrorCode.ERR_UNKNOWN_ERROR, "The server does not know where the document is", e));
      return;
    }
    task.accept(there);
  }

  /** Does something where the document lives; what another node tells may be lost. */
  private void at(DocumentId document, Consumer<LiveDocuments> task) {
    LiveDocuments there;
    try {
      there = place.apply(document);
    } catch (RuntimeException | Error e) {
      LOG.log(Level.DEBUG, "What another node told of {0} is not heard: {1}", document, e);
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
  public void find(DocumentId document, Answer<Optional<DocumentSummary>> answer) {
    at(document, there -> there.find(document, answer), answer::fail);
  }

  @Override
  public void list(
      DocumentQuery query, String after, int limit, Answer<List<DocumentSummary>> answer) {
    Collection<LiveDocuments> places = all.get();
    if (places.size() == 1) {
      places.iterator().next().list(query, after, limit, answer);
      return;
    }
    MergedList merged = new MergedList(places.size(), limit, answer);
    places.forEach(place -> place.list(query, after, limit, merged));
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
    at(document, there -> there.committed(document, operations));
  }

  @Override
  public void head(DocumentId document, long version) {
    at(document, there -> there.head(document, version));
  }

  @Override
  public int versions(Consumer<Map<DocumentId, Long>> each) {
    return all.get().stream().mapToInt(place -> place.versions(each)).sum();
  }
}
