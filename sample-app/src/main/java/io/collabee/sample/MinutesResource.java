package io.collabee.sample;

import io.collabee.sample.people.Tokens;
import io.collabee.sample.people.User;
import io.collabee.sample.people.Users;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.Comparator;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** One document: with whom it is shared, and its end. */
@Path("minutes/{id}")
@RequestScoped
@RolesAllowed(Tokens.PERSON)
@Produces(MediaType.APPLICATION_JSON)
public class MinutesResource {
  @Inject
  @SuppressWarnings("NullAway.Init")
  private MinutesList list;

  @Inject
  @SuppressWarnings("NullAway.Init")
  private Users users;

  @Inject
  @SuppressWarnings("NullAway.Init")
  private JsonWebToken token;

  @PathParam("id")
  @SuppressWarnings("NullAway.Init")
  private String id;

  /** Who has which role. */
  @GET
  @Path("people")
  public JsonObject people() {
    return people(minutes(Role.READER));
  }

  /**
   * Gives somebody a role, or everybody.
   *
   * @param name what they sign in with, or {@link Minutes#EVERYBODY}
   * @param wanted in its member {@code role}, the role
   * @return who has which role now
   */
  @PUT
  @Path("people/{name}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Confirmed
  public JsonObject share(@PathParam("name") String name, JsonObject wanted) {
    Minutes minutes = minutes(Role.OWNER);
    Role role =
        Role.of(wanted.getString("role", ""))
            .orElseThrow(() -> refused(Status.BAD_REQUEST, "There is no such role."));
    if (!name.equals(Minutes.EVERYBODY) && users.find(name).isEmpty()) {
      throw refused(Status.NOT_FOUND, "Nobody signs in as “" + name + "”.");
    }
    if (!name.equals(Minutes.EVERYBODY) && !minutes.mayHave(name)) {
      throw refused(Status.CONFLICT, "“" + name + "” does not belong to " + place(minutes) + ".");
    }
    return change(() -> list.share(id, name, role));
  }

  /**
   * Takes somebody's role away.
   *
   * @return who has which role now
   */
  @DELETE
  @Path("people/{name}")
  @Confirmed
  public JsonObject unshare(@PathParam("name") String name) {
    minutes(Role.OWNER);
    return change(() -> list.unshare(id, name));
  }

  /** Deletes the document for everybody. */
  @DELETE
  @Confirmed
  public void delete() {
    minutes(Role.OWNER);
    list.delete(id, token.getName());
  }

  private JsonObject change(Runnable change) {
    try {
      change.run();
    } catch (IllegalArgumentException e) {
      throw refused(Status.CONFLICT, String.valueOf(e.getMessage()));
    }
    return list.find(id).map(this::people).orElseThrow(NotFoundException::new);
  }

  /** The document, if the caller has at least this role. */
  private Minutes minutes(Role least) {
    Minutes minutes = list.find(id).orElseThrow(NotFoundException::new);
    // Whoever may not read them need not know that they exist.
    Role role = minutes.role(token.getName()).orElseThrow(NotFoundException::new);
    if (!role.includes(least)) {
      throw refused(Status.FORBIDDEN, "You are not an owner of these minutes.");
    }
    return minutes;
  }

  private JsonObject people(Minutes minutes) {
    Map<String, Role> members = minutes.members();
    Map<String, User> known = users.find(members.keySet());
    JsonArrayBuilder people = Json.createArrayBuilder();
    members.entrySet().stream()
        .filter(member -> !member.getKey().equals(Minutes.EVERYBODY))
        .sorted(
            Entry.<String, Role>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Entry.comparingByKey()))
        .forEach(member -> people.add(person(member, known)));
    return Json.createObjectBuilder()
        .add("role", minutes.role(token.getName()).map(Role::word).orElse(""))
        .add(
            "everybody",
            Optional.ofNullable(members.get(Minutes.EVERYBODY)).map(Role::word).orElse(""))
        .add("organisation", place(minutes))
        .add("people", people)
        .build();
  }

  /** The name of the organisation; empty if they are of none. */
  private static String place(Minutes minutes) {
    return minutes.organisation().map(Organisation::getName).orElse("");
  }

  private JsonObject person(Entry<String, Role> member, Map<String, User> known) {
    String name = member.getKey();
    User user = known.get(name);
    return Json.createObjectBuilder()
        .add("name", name)
        .add("shownName", user == null ? name : user.getShownName())
        .add("role", member.getValue().word())
        .add("self", name.equals(token.getName()))
        .build();
  }

  private static WebApplicationException refused(Status status, String message) {
    return new WebApplicationException(
        message,
        Response.status(status)
            .type(MediaType.APPLICATION_JSON)
            .entity(Json.createObjectBuilder().add("message", message).build())
            .build());
  }
}
