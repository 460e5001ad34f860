package io.collabee.sample;

import io.collabee.DocumentId;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.JoinTable;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.MapKeyColumn;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the application knows of a meeting besides what is written: its title, and whose it is. */
@Entity
@Table(name = "minutes")
public class Minutes {
  /** Instead of a name: everybody who is signed in, or belongs to the organisation. */
  public static final String EVERYBODY = "*";

  /** The collection of the texts. */
  static final String TEXTS = "minutes";

  /** The collection of the agendas. */
  static final String AGENDAS = "agendas";

  /** The collection of the code. */
  static final String SNIPPETS = "snippets";

  /**
   * A meeting has a document in each, under its id: the text from the beginning, and the others
   * once somebody who may write has opened them.
   */
  static final List<String> COLLECTIONS = List.of(TEXTS, AGENDAS, SNIPPETS);

  /** The longest title, in UTF-16 units. */
  static final int TITLE_LENGTH = 120;

  private static final Pattern ID = Pattern.compile("[0-9a-f-]{36}");

  @Id private String id;
  private String title;

  @Column(name = "created_by")
  private String createdBy;

  @Column(name = "created_at")
  private OffsetDateTime createdAt;

  // A table of its own, which databases of former versions get as they are.
  @ManyToOne
  @JoinTable(
      name = "minutes_of_organisation",
      joinColumns = @JoinColumn(name = "minutes_id"),
      inverseJoinColumns = @JoinColumn(name = "organisation_id"))
  private @Nullable Organisation organisation;

  @ElementCollection(fetch = FetchType.EAGER)
  @CollectionTable(name = "minutes_member", joinColumns = @JoinColumn(name = "minutes_id"))
  @MapKeyColumn(name = "user_name")
  @Column(name = "role")
  // Words, since EclipseLink mixes up keys and values of an enum in queries.
  private Map<String, String> members = new HashMap<>();

  /** For JPA. */
  @SuppressWarnings("NullAway.Init")
  protected Minutes() {}

  /**
   * New minutes under a fresh id; they are their author's alone.
   *
   * @param organisation whose they are; of none, they may be shared with anybody
   */
  public Minutes(String title, String author, Optional<Organisation> organisation) {
    this.id = UUID.randomUUID().toString();
    this.title = title;
    this.createdBy = author;
    this.createdAt = OffsetDateTime.now(ZoneOffset.UTC);
    this.organisation = organisation.orElse(null);
    members.put(author, Role.OWNER.word());
  }

  /** Whether minutes may have this id. */
  static boolean isId(String id) {
    return ID.matcher(id).matches();
  }

  public String getId() {
    return id;
  }

  /** The collaborative document that holds the text. */
  public DocumentId document() {
    return document(TEXTS);
  }

  /** The collaborative document in one of the collections. */
  DocumentId document(String collection) {
    return DocumentId.of(collection, id);
  }

  /** All of its documents. Whoever has a role has it in each of them. */
  public List<DocumentId> documents() {
    return COLLECTIONS.stream().map(this::document).toList();
  }

  public String getTitle() {
    return title;
  }

  public void setTitle(String title) {
    this.title = title;
  }

  public String getCreatedBy() {
    return createdBy;
  }

  public OffsetDateTime getCreatedAt() {
    return createdAt;
  }

  /** Who has which role, by name; perhaps {@link #EVERYBODY} among them. */
  public Map<String, Role> members() {
    Map<String, Role> roles = new HashMap<>();
    members.forEach((name, word) -> roles.put(name, Role.of(word).orElseThrow()));
    return roles;
  }

  /** Whose they are; they may be nobody's but their members'. */
  public Optional<Organisation> organisation() {
    return Optional.ofNullable(organisation);
  }

  /** Whether they may be shared with somebody. */
  boolean mayHave(String user) {
    return organisation().map(found -> found.includes(user)).orElse(true);
  }

  /** What somebody is to these minutes, by themselves or as one of everybody. */
  public Optional<Role> role(String user) {
    if (!mayHave(user)) {
      return Optional.empty();
    }
    return Stream.of(user, EVERYBODY)
        .flatMap(name -> Optional.ofNullable(members.get(name)).stream())
        .flatMap(word -> Role.of(word).stream())
        .max(Role::compareTo);
  }

  /**
   * Gives somebody a role, instead of any they have.
   *
   * @throws IllegalArgumentException if nobody would own these minutes any more, or everybody would
   */
  void share(String user, Role role) {
    if (role == Role.OWNER && user.equals(EVERYBODY)) {
      throw new IllegalArgumentException("Everybody cannot be an owner.");
    }
    if (role != Role.OWNER) {
      requireAnotherOwner(user);
    }
    members.put(user, role.word());
  }

  /**
   * Takes somebody's role away.
   *
   * @throws IllegalArgumentException if nobody would own these minutes any more
   */
  void unshare(String user) {
    requireAnotherOwner(user);
    members.remove(user);
  }

  private void requireAnotherOwner(String user) {
    boolean hasAnother =
        members().entrySet().stream()
            .anyMatch(member -> member.getValue() == Role.OWNER && !member.getKey().equals(user));
    if (!hasAnother) {
      throw new IllegalArgumentException("Somebody has to own these minutes.");
    }
  }
}
