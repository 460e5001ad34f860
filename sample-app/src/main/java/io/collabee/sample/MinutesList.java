package io.collabee.sample;

import io.collabee.CollabException;
import io.collabee.CommittedOperation;
import io.collabee.Documents;
import io.collabee.ErrorCode;
import io.collabee.Snapshot;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;

/**
 * All minutes there are. What the application knows about them is in its own table; their text is a
 * collaborative document each, which it creates, reads and deletes through {@link Documents}.
 */
@ApplicationScoped
@Transactional
public class MinutesList {
  // Quill ends every text with a newline.
  private static final JsonObject EMPTY_TEXT =
      Json.createObjectBuilder()
          .add("ops", Json.createArrayBuilder().add(Json.createObjectBuilder().add("insert", "\n")))
          .build();

  @PersistenceContext
  @SuppressWarnings("NullAway.Init")
  private EntityManager entities;

  @Inject
  @SuppressWarnings("NullAway.Init")
  private Documents documents;

  /** What the list shows of all minutes, the newest first. */
  public List<Summary> all() {
    return entities
        .createQuery("select m from Minutes m order by m.createdAt desc", Minutes.class)
        .getResultStream()
        .map(this::summary)
        .toList();
  }

  /** The minutes of an id. */
  public Optional<Minutes> find(String id) {
    return Optional.ofNullable(entities.find(Minutes.class, id));
  }

  /** Starts new minutes. */
  public Minutes create(String title, String author) {
    Minutes minutes = new Minutes(title, author);
    entities.persist(minutes);
    // If this fails, the row is rolled back; a text without a row would be found by nobody.
    documents.as(author).create(minutes.document(), "rich-text", EMPTY_TEXT);
    return minutes;
  }

  /** Gives minutes another title; harmless if they are gone. */
  public void rename(String id, String title) {
    find(id).ifPresent(minutes -> minutes.setTitle(title));
  }

  /** Deletes minutes and their text; harmless if they are gone. */
  public void delete(String id, String author) {
    find(id)
        .ifPresent(
            minutes -> {
              entities.remove(minutes);
              deleteText(minutes, author);
            });
  }

  private void deleteText(Minutes minutes, String author) {
    try {
      documents.as(author).delete(minutes.document());
    } catch (CollabException e) {
      if (e.code() != ErrorCode.ERR_DOC_DOES_NOT_EXIST) {
        throw e;
      }
    }
  }

  private Summary summary(Minutes minutes) {
    Optional<Snapshot> text = documents.read(minutes.document());
    long head = text.map(Snapshot::version).orElse(0L);
    Optional<CommittedOperation> last =
        documents.operations(minutes.document(), Math.max(0, head - 1), head).stream().findFirst();
    return Summary.of(minutes, text, last);
  }
}
