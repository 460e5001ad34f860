package io.collabee.impl.websocket;

import io.collabee.impl.document.CommitListener;
import io.collabee.impl.document.DocumentService;
import io.collabee.impl.document.LaneSettings;
import io.collabee.impl.document.LiveDocuments;
import io.collabee.impl.document.OperationLog;
import io.collabee.impl.ot.DocumentTypes;
import io.collabee.impl.ot.TextType;
import io.collabee.impl.protocol.ClientIds;
import io.collabee.impl.protocol.ClientSession;
import io.collabee.impl.protocol.PresenceBus;
import io.collabee.impl.protocol.PresenceHub;
import io.collabee.impl.protocol.Renewals;
import io.collabee.impl.protocol.SessionLimits;
import io.collabee.impl.security.Allowance;
import io.collabee.impl.security.AuditTrail;
import io.collabee.impl.security.InMemorySpentTickets;
import io.collabee.impl.security.Rates;
import io.collabee.impl.security.RevokedLogins;
import io.collabee.impl.security.Roles;
import io.collabee.impl.security.Sealer;
import io.collabee.impl.security.SealingKeys;
import io.collabee.impl.security.SessionRegister;
import io.collabee.impl.security.StepUp;
import io.collabee.impl.security.Tickets;
import io.collabee.spi.Access;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/** What connections need of the rest of a node, where everybody may write. */
final class TestServices {
  private TestServices() {}

  /** Texts on a log; the caller closes them. */
  static LiveDocuments documents(OperationLog log) {
    return new LiveDocuments(
        log,
        new DocumentTypes(List.of(new TextType())),
        Clock.systemUTC(),
        LaneSettings.DEFAULT,
        Thread::new,
        CommitListener.NONE);
  }

  static ClientSession.Services of(DocumentService documents, LongSupplier nanoTime) {
    return of(documents, nanoTime, new RevokedLogins(Clock.systemUTC()));
  }

  static ClientSession.Services of(
      DocumentService documents, LongSupplier nanoTime, RevokedLogins revoked) {
    return of(documents, nanoTime, revoked, AuditTrail.NONE);
  }

  static ClientSession.Services of(
      DocumentService documents, LongSupplier nanoTime, RevokedLogins revoked, AuditTrail audit) {
    return new ClientSession.Services(
        documents,
        (caller, document) -> Access.WRITE,
        Duration.ofSeconds(5),
        new ClientIds(new byte[32]),
        new PresenceHub(PresenceBus.NONE),
        audit,
        revoked,
        StepUp.NEVER,
        SessionLimits.DEFAULT,
        new Rates(Allowance.of(0), nanoTime),
        new Renewals(tickets(), Thread::new),
        SessionRegister.NONE,
        Clock.systemUTC(),
        nanoTime);
  }

  /** Tickets of a node with no others. */
  static Tickets tickets() {
    return new Tickets(
        new Sealer(SealingKeys.of(new byte[32])),
        new InMemorySpentTickets(),
        new Roles(Set.of()),
        Duration.ofSeconds(30),
        Clock.systemUTC());
  }
}
