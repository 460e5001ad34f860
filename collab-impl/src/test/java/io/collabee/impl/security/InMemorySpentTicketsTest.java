package io.collabee.impl.security;

final class InMemorySpentTicketsTest extends SpentTicketsContract {
  private final SpentTickets tickets = new InMemorySpentTickets();

  @Override
  protected SpentTickets node() {
    return tickets;
  }

  @Override
  protected SpentTickets otherNode() {
    return tickets;
  }
}
