package io.collabee.impl.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.collabee.Caller;
import io.collabee.DocumentId;
import io.collabee.event.Audited;
import io.collabee.event.Audited.Kind;
import io.collabee.impl.security.AuditTrail.Subject;
import io.collabee.impl.security.Credential;
import io.collabee.impl.security.Login;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class AuditEventsTest {
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
  private static final DocumentId NOTES = DocumentId.of("notes", "n");
  private static final Login ANN =
      new Login("s1", Caller.named("ann"), Credential.ofServer(Instant.EPOCH));

  private final List<Audited> told = new CopyOnWriteArrayList<>();

  private AuditEvents events() {
    return new AuditEvents(Optional.of(told::add), Clock.fixed(NOW, ZoneOffset.UTC), Thread::new);
  }

  @Test
  void observersAreToldWhoWhatAndWhenInOrder() {
    AuditEvents events = events();

    events.tell(Kind.SIGNED_IN, Subject.of(ANN).from("192.0.2.1"), "By a ticket");
    events.tell(Kind.REFUSED, Subject.of(ANN).about(NOTES), "May not write");
    events.close();

    assertThat(told)
        .containsExactly(
            new Audited(
                Kind.SIGNED_IN,
                NOW,
                "ann",
                Optional.empty(),
                Optional.of("s1"),
                Optional.of("192.0.2.1"),
                "By a ticket"),
            new Audited(
                Kind.REFUSED,
                NOW,
                "ann",
                Optional.of(NOTES),
                Optional.of("s1"),
                Optional.empty(),
                "May not write"));
  }

  @Test
  void aLineIsOneLineWhateverTheNamesHold() {
    Audited forged =
        new Audited(
            Kind.REFUSED,
            NOW,
            "eve\" \nSIGNED_IN caller=\"root\u2028",
            Optional.of(NOTES),
            Optional.empty(),
            Optional.empty(),
            "May not write");

    assertThat(AuditEvents.line(forged))
        .isEqualTo(
            "REFUSED caller=\"eve\\\" \\nSIGNED_IN caller=\\\"root?\""
                + " document=\"default/notes/n\" reason=\"May not write\"");
  }

  @Test
  void anObserverThatThrowsIsToldTheNext() {
    AuditEvents events =
        new AuditEvents(
            Optional.of(
                event -> {
                  told.add(event);
                  throw new IllegalStateException("as the test wants");
                }),
            Clock.systemUTC(),
            Thread::new);

    events.tell(Kind.REVOKED, Subject.of(ANN), "one");
    events.tell(Kind.REVOKED, Subject.of(ANN), "two");
    events.close();

    assertThat(told).extracting(Audited::reason).containsExactly("one", "two");
  }

  @Test
  void anObserverThatHangsHoldsNobodyUpAndKeepsNoMoreThanItMay() {
    CountDownLatch hanging = new CountDownLatch(1);
    AuditEvents events =
        new AuditEvents(
            Optional.of(
                event -> {
                  awaitUninterruptibly(hanging);
                  told.add(event);
                }),
            Clock.systemUTC(),
            Thread::new,
            10);

    for (int i = 0; i < 100; i++) {
      events.tell(Kind.REFUSED, Subject.of(Caller.ANONYMOUS), "May not read");
    }
    hanging.countDown();

    await().untilAsserted(() -> assertThat(told).hasSizeBetween(10, 11));
    events.close();
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
