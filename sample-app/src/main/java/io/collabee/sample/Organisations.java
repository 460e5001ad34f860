package io.collabee.sample;

import io.collabee.event.AccessChanged;
import io.collabee.sample.people.Users;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;

/** All organisations there are. Only their own people learn of them, and change them. */
@ApplicationScoped
@Transactional
public class Organisations {
  @PersistenceContext
  @SuppressWarnings("NullAway.Init")
  private EntityManager entities;

  @Inject
  @SuppressWarnings("NullAway.Init")
  private Users users;

  @Inject
  @SuppressWarnings("NullAway.Init")
  private Event<AccessChanged> accessChanged;

  /** Those that somebody belongs to, by name. */
  public List<Organisation> of(String user) {
    return entities
        .createQuery(
            "select o from Organisation o where :user member of o.people order by o.name, o.id",
            Organisation.class)
        .setParameter("user", user)
        .getResultList();
  }

  /** One that somebody belongs to. */
  public Optional<Organisation> find(String id, String user) {
    return of(user).stream().filter(organisation -> organisation.getId().equals(id)).findFirst();
  }

  /** Founds one. */
  public Organisation found(String name, String founder) {
    Organisation organisation = new Organisation(name, founder);
    entities.persist(organisation);
    entities.flush();
    return organisation;
  }

  /**
   * Lets one of its people take in somebody else.
   *
   * @return whether there is somebody of that name, and such an organisation of the user's
   */
  public boolean add(String id, String user, String newcomer) {
    Optional<Organisation> organisation = find(id, user);
    boolean isThere = organisation.isPresent() && users.find(newcomer).isPresent();
    if (isThere) {
      organisation.get().add(newcomer);
      accessMayDiffer(organisation.get(), newcomer);
    }
    return isThere;
  }

  /**
   * Lets somebody leave. What they had of its minutes they have no more, in open pages too.
   *
   * @return whether they belonged to it and are not the last
   */
  public boolean leave(String id, String user) {
    Optional<Organisation> organisation =
        find(id, user).filter(found -> found.getPeople().size() > 1);
    organisation.ifPresent(
        left -> {
          left.remove(user);
          accessMayDiffer(left, user);
        });
    return organisation.isPresent();
  }

  private void accessMayDiffer(Organisation organisation, String user) {
    entities
        .createQuery("select m from Minutes m where m.organisation = :it", Minutes.class)
        .setParameter("it", organisation)
        .getResultStream()
        .flatMap(minutes -> minutes.documents().stream())
        .forEach(document -> accessChanged.fire(AccessChanged.of(document, user)));
  }
}
