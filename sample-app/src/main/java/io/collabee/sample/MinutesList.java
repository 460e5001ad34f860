package io.collabee.sample;

import io.collabee.CollabException;
import io.collabee.CommittedOperation;
import io.collabee.DocumentId;
import io.collabee.Documents;
import io.collabee.ErrorCode;
import io.collabee.Rendering;
import io.collabee.Snapshot;
import io.collabee.event.AccessChanged;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * All minutes there are. What the application knows about them is in its own tables; what people
 * write is in collaborative documents, which it creates, reads and deletes through {@link
 * Documents}. Whether somebody may is for the caller to find out.
 */
@ApplicationScoped
@Transactional
public class MinutesList {
  @PersistenceContext
  @SuppressWarnings("NullAway.Init")
  private EntityManager entities;

  @Inject
  @SuppressWarnings("NullAway.Init")
  private Documents documents;

  @Inject
  @SuppressWarnings("NullAway.Init")
  private Rendering rendering;

  @Inject
  @SuppressWarnings("NullAway.Init")
  private Event<AccessChanged> accessChanged;

  /** What the list shows somebody of all minutes that are shared with them, the newest first. */
  public List<Summary> all(String user) {
    return entities
        .createQuery(
            "select distinct m from Minutes m join m.members r"
                + " where key(r) in (:user, :everybody)"
                + " order by m.createdAt desc",
            Minutes.class)
        .setParameter("user", user)
        .setParameter("everybody", Minutes.EVERYBODY)
        .getResultStream()
        .filter(minutes -> minutes.role(user).isPresent())
        .map(minutes -> summary(minutes, user))
        .toList();
  }

  /** The minutes of an id; none if it is no id at all, of which databases may complain. */
  public Optional<Minutes> find(String id) {
    return Minutes.isId(id)
        ? Optional.ofNullable(entities.find(Minutes.class, id))
        : Optional.empty();
  }

  /** Starts new minutes, of an organisation or of none. */
  public Minutes create(String title, String author, Optional<Organisation> organisation) {
    Minutes minutes = new Minutes(title, author, organisation);
    entities.persist(minutes);
    // So that whoever shares them in the same transaction finds the row, to lock it.
    entities.flush();
    // If this fails, the row is rolled back; a text without a row would be found by nobody.
    documents.as(author).create(minutes.document(), "rich-text", rendering.fromText(""));
    return minutes;
  }

  /** Gives minutes another title; harmless if they are gone. */
  public void rename(String id, String title) {
    find(id).ifPresent(minutes -> minutes.setTitle(title));
  }

  /**
   * Gives somebody a role; harmless if the minutes are gone.
   *
   * @throws IllegalArgumentException if that cannot be, as {@link Minutes#share} says
   */
  @Transactional(dontRollbackOn = IllegalArgumentException.class)
  public void share(String id, String user, Role role) {
    change(id, user, minutes -> minutes.share(user, role));
  }

  /**
   * Takes somebody's role away; harmless if the minutes are gone.
   *
   * @throws IllegalArgumentException if that cannot be, as {@link Minutes#unshare} says
   */
  @Transactional(dontRollbackOn = IllegalArgumentException.class)
  public void unshare(String id, String user) {
    change(id, user, minutes -> minutes.unshare(user));
  }

  /**
   * Changes a role, and has CollabEE ask again what those may do who have the document open. One at
   * a time: of two owners who leave, one stays.
   */
  private void change(String id, String user, Consumer<Minutes> change) {
    Minutes minutes = entities.find(Minutes.class, id, LockModeType.PESSIMISTIC_WRITE);
    if (minutes != null) {
      change.accept(minutes);
      minutes.documents().stream()
          .map(
              document ->
                  user.equals(Minutes.EVERYBODY)
                      ? AccessChanged.of(document)
                      : AccessChanged.of(document, user))
          .forEach(accessChanged::fire);
    }
  }

  /** Deletes minutes and their documents; harmless if they are gone. */
  public void delete(String id, String author) {
    find(id)
        .ifPresent(
            minutes -> {
              entities.remove(minutes);
              minutes.documents().forEach(document -> delete(document, author));
            });
  }

  private void delete(DocumentId document, String author) {
    try {
      documents.as(author).delete(document);
    } catch (CollabException e) {
      if (e.code() != ErrorCode.ERR_DOC_DOES_NOT_EXIST) {
        throw e;
      }
    }
  }

  private Summary summary(Minutes minutes, String user) {
    Optional<Snapshot> text = documents.read(minutes.document());
    long head = text.map(Snapshot::version).orElse(0L);
    Optional<CommittedOperation> last =
        documents.operations(minutes.document(), Math.max(0, head - 1), head).stream().findFirst();
    return Summary.of(minutes, minutes.role(user).orElse(Role.READER), text, last);
  }
}
