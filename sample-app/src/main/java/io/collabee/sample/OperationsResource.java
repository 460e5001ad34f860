package io.collabee.sample;

import io.collabee.CollabStatus;
import io.collabee.NodeStatus;
import io.collabee.event.BusChanged;
import io.collabee.sample.people.Tokens;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * How the server is doing that answers. Where several stand behind one address, each tells of
 * itself when it is its turn, and the page puts together what it hears.
 */
@Path("operations")
@RequestScoped
@RolesAllowed(Tokens.PERSON)
@Produces(MediaType.APPLICATION_JSON)
public class OperationsResource {
  @Inject
  @SuppressWarnings("NullAway.Init")
  private CollabStatus status;

  @Inject
  @SuppressWarnings("NullAway.Init")
  private Operators operators;

  @Inject
  @SuppressWarnings("NullAway.Init")
  private JsonWebToken token;

  @PersistenceContext
  @SuppressWarnings("NullAway.Init")
  private EntityManager entities;

  /** What an operator is told of one node; times in milliseconds since 1970. */
  @GET
  public JsonObject node() {
    if (!operators.include(token.getName())) {
      throw new ForbiddenException();
    }
    NodeStatus node = status.node();
    return Json.createObjectBuilder()
        .add("id", node.id())
        .add("time", Clock.systemUTC().millis())
        .add("started", node.started().toEpochMilli())
        .add("connections", node.connections())
        .add("documents", node.documents())
        .add("operations", node.operations())
        .add("transactions", node.transactions())
        .add("bus", node.bus().map(OperationsResource::bus).orElse(JsonObject.EMPTY_JSON_OBJECT))
        .add("databaseMicros", databaseMicros())
        .build();
  }

  private static JsonObject bus(BusChanged bus) {
    return Json.createObjectBuilder()
        .add("carrier", bus.carrier().name().toLowerCase(Locale.ROOT))
        .add("isTrusted", bus.circuit() == BusChanged.Circuit.CLOSED)
        .add("since", bus.since().toEpochMilli())
        .build();
  }

  /** How long the database takes to say anything at all. */
  private long databaseMicros() {
    long start = System.nanoTime();
    entities.createNativeQuery("select 1").getSingleResult();
    return TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start);
  }
}
