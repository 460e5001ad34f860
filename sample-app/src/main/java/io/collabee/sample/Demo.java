package io.collabee.sample;

import io.collabee.sample.people.Users;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * People and minutes to try the application with, unless the system property {@code minutes.demo}
 * is {@code false}: the page to sign in on tells everybody their password.
 */
@ApplicationScoped
public class Demo {
  private static final String PASSWORD = "let's meet";

  private static final String TEAM_MEETING =
      """
      Present: Ann, Ben
      The new search is live since Monday. Two complaints so far, both about umlauts.
      Ben looks at the import of old contracts until Thursday.
      Next meeting on Tuesday at 10.""";

  private static final String BUDGET =
      """
      Training stays as it is.
      Servers: Ben asks for offers, at least three.
      Decision in the second week of November.""";

  private static final String PARTY =
      """
      Where: the boathouse, if it is free on the 12th.
      Who brings what? Add yourselves here.""";

  /** Somebody to be. */
  public record Person(String name, String shownName) {}

  private static final List<Person> PEOPLE =
      List.of(
          new Person("ann", "Ann Okafor"),
          new Person("ben", "Ben Novak"),
          new Person("cleo", "Cleo Laurent"));

  @Inject
  @SuppressWarnings("NullAway.Init")
  private Users users;

  @Inject
  @SuppressWarnings("NullAway.Init")
  private MinutesList list;

  /** The people; nobody if there is no demo. */
  public List<Person> people() {
    return Boolean.parseBoolean(System.getProperty("minutes.demo", "true")) ? PEOPLE : List.of();
  }

  /** Everybody's. */
  public String password() {
    return PASSWORD;
  }

  /**
   * Sees that they are there.
   *
   * @throws PersistenceException if another node does so at the same time
   */
  @Transactional
  public void prepare() {
    Map<String, String> shownNames =
        people().stream().collect(Collectors.toMap(Person::name, Person::shownName));
    if (!shownNames.isEmpty() && users.find(shownNames.keySet()).isEmpty()) {
      users.addAll(shownNames, PASSWORD);
      addMinutes();
    }
  }

  /** Everybody is something else to each of them. */
  private void addMinutes() {
    Minutes team = list.create("Team meeting", "ann", TEAM_MEETING);
    list.share(team.getId(), "ben", Role.WRITER);
    list.share(team.getId(), "cleo", Role.READER);
    Minutes budget = list.create("Budget for next year", "ben", BUDGET);
    list.share(budget.getId(), "ann", Role.READER);
    Minutes party = list.create("Summer party", "cleo", PARTY);
    list.share(party.getId(), Minutes.EVERYBODY, Role.WRITER);
  }
}
