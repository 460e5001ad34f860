package io.collabee.impl.rest;

import io.collabee.impl.security.Login;
import io.collabee.impl.security.Resumption;
import io.collabee.impl.security.Tickets;
import java.time.Instant;
import java.util.Optional;

/**
 * Gives a ticket for the socket to whoever the server says is there, or whoever takes up a session.
 */
public final class TicketResource implements Resource {
  private final Tickets tickets;
  private final Resumption resumption;

  /**
   * Of these tickets.
   *
   * @param resumption takes up sessions
   */
  public TicketResource(Tickets tickets, Resumption resumption) {
    this.tickets = tickets;
    this.resumption = resumption;
  }

  @Override
  public Answer answer(Asked asked) {
    return login(asked).map(this::ticket).orElseGet(Answer::unauthenticated);
  }

  private Optional<Login> login(Asked asked) {
    Optional<String> secret = SessionSecret.of(asked).map(SessionSecret::text);
    Login login = asked.login();
    if (login.caller().isAnonymous()) {
      return secret.flatMap(resumption::resume);
    }
    return Optional.of(secret.map(text -> resumption.goOn(login, text)).orElse(login));
  }

  private Answer ticket(Login login) {
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
