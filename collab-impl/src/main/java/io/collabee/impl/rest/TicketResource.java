package io.collabee.impl.rest;

import io.collabee.impl.security.Login;
import io.collabee.impl.security.Tickets;
import java.time.Instant;

/** Gives a ticket for the socket to whoever the server says is there. */
public final class TicketResource implements Resource {
  private final Tickets tickets;

  /** Of these tickets. */
  public TicketResource(Tickets tickets) {
    this.tickets = tickets;
  }

  @Override
  public Answer answer(Asked asked) {
    Login login = asked.login();
    if (login.caller().isAnonymous()) {
      return Answer.problem(401, "UNAUTHENTICATED", "Nobody is logged in");
    }
    Tickets.Ticket ticket = tickets.issue(login);
    String ends =
        login.credential().expires().map(Instant::toEpochMilli).map(String::valueOf).orElse("null");
    // A ticket is URL-safe Base64 and needs no quoting.
    return Answer.json(
        201,
        "{\"ticket\":\""
            + ticket.text()
            + "\",\"expires\":"
            + ticket.expires().toEpochMilli()
            + ",\"loginExpires\":"
            + ends
            + "}");
  }
}
