package io.collabee.sample;

import io.collabee.sample.people.User;
import io.collabee.sample.people.Users;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * People and meetings to try the application with, as {@code META-INF/demo.json} tells them, unless
 * the system property {@code minutes.demo} is {@code false}. They move into an empty database only:
 * the page to sign in on tells everybody their password.
 */
@ApplicationScoped
public class Demo {
  private static final String PASSWORD = "let's meet";

  private final JsonObject story = read();

  @Inject
  @SuppressWarnings("NullAway.Init")
  private Users users;

  @Inject
  @SuppressWarnings("NullAway.Init")
  private DemoMeetings meetings;

  private static JsonObject read() {
    try (InputStream file = Demo.class.getResourceAsStream("/META-INF/demo.json");
        JsonReader reader = Json.createReader(Objects.requireNonNull(file))) {
      return reader.readObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The people one may be; nobody if there is no demo. */
  public List<User> people() {
    return isOn()
        ? users.find(shownNames().keySet()).values().stream()
            .sorted(Comparator.comparing(User::getName))
            .toList()
        : List.of();
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
    if (isOn() && users.isEmpty()) {
      users.addAll(shownNames(), PASSWORD);
      story
          .getJsonObject("organisations")
          .forEach((name, people) -> meetings.addOrganisation(name, people.asJsonArray()));
      story.getJsonArray("meetings").getValuesAs(JsonObject.class).forEach(meetings::add);
    }
  }

  private static boolean isOn() {
    return Boolean.parseBoolean(System.getProperty("minutes.demo", "true"));
  }

  private Map<String, String> shownNames() {
    Map<String, String> names = new TreeMap<>();
    story
        .getJsonObject("people")
        .forEach((name, shown) -> names.put(name, ((JsonString) shown).getString()));
    return names;
  }
}
