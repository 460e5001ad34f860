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
 * People to try the application with, unless the system property {@code minutes.demo} is {@code
 * false}: the page to sign in on tells everybody their password.
 */
@ApplicationScoped
public class Demo {
  private static final String PASSWORD = "let's meet";

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
    if (users.find(shownNames.keySet()).isEmpty()) {
      users.addAll(shownNames, PASSWORD);
    }
  }
}
