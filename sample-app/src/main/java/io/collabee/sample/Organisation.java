package io.collabee.sample;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.Table;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * People who belong together. Minutes that are in an organisation are its people's only: nobody
 * else has a role in them, whoever they are shared with.
 */
@Entity
@Table(name = "minutes_organisation")
public class Organisation {
  /** The longest name, in UTF-16 units. */
  static final int NAME_LENGTH = 60;

  @Id private String id;
  private String name;

  @ElementCollection(fetch = FetchType.EAGER)
  @CollectionTable(
      name = "minutes_organisation_person",
      joinColumns = @JoinColumn(name = "organisation_id"))
  @Column(name = "user_name")
  private Set<String> people = new TreeSet<>();

  /** For JPA. */
  @SuppressWarnings("NullAway.Init")
  protected Organisation() {}

  /** A new one, of its founder alone. */
  Organisation(String name, String founder) {
    this.id = UUID.randomUUID().toString();
    this.name = name;
    people.add(founder);
  }

  public String getId() {
    return id;
  }

  public String getName() {
    return name;
  }

  /** What its people sign in with. */
  public Set<String> getPeople() {
    return new TreeSet<>(people);
  }

  /** Whether somebody belongs to it. */
  boolean includes(String user) {
    return people.contains(user);
  }

  void add(String user) {
    people.add(user);
  }

  void remove(String user) {
    people.remove(user);
  }
}
