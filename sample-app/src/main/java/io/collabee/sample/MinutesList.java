package io.collabee.sample;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;

/** All minutes there are. */
@ApplicationScoped
@Transactional
public class MinutesList {
  @PersistenceContext
  @SuppressWarnings("NullAway.Init")
  private EntityManager entities;

  /** All minutes, the newest first. */
  public List<Minutes> all() {
    return entities
        .createQuery("select m from Minutes m order by m.createdAt desc", Minutes.class)
        .getResultList();
  }

  /** The minutes of an id. */
  public Optional<Minutes> find(String id) {
    return Optional.ofNullable(entities.find(Minutes.class, id));
  }

  /** Starts new minutes. */
  public Minutes create(String title, String author) {
    Minutes minutes = new Minutes(title, author);
    entities.persist(minutes);
    return minutes;
  }

  /** Gives minutes another title; harmless if they are gone. */
  public void rename(String id, String title) {
    find(id).ifPresent(minutes -> minutes.setTitle(title));
  }

  /** Deletes minutes and their text; harmless if they are gone. */
  public void delete(String id) {
    find(id).ifPresent(entities::remove);
  }
}
