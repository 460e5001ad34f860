package io.collabee.impl.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.impl.config.Setting;
import io.collabee.impl.config.Settings;
import io.collabee.impl.security.Allowance;
import io.collabee.impl.security.Route;
import io.collabee.impl.websocket.Visitors.Visit;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class VisitorsTest {
  private static final Allowance ANY = Allowance.of(0);

  private final AtomicLong now = new AtomicLong();

  private Visitors visitors(int sockets, int perUser, int perAddress, Allowance unknown) {
    return new Visitors(new VisitorLimits(sockets, perUser, perAddress, unknown), now::get);
  }

  private static Visit visit(String user, String address) {
    return new Visit(user, new Route(address, Optional.empty(), false));
  }

  private static void admits(Visitors visitors, Visit visit) {
    assertThat(visitors.limitPassed(visit)).isEmpty();
    assertThat(visitors.entered(visit)).isEmpty();
  }

  private static void refuses(Visitors visitors, Visit visit, Setting<Integer> limit) {
    assertThat(visitors.limitPassed(visit)).contains(limit);
  }

  @Test
  void aUserHasSoManyConnectionsWhereverTheyComeFrom() {
    Visitors visitors = visitors(100, 2, 0, ANY);
    admits(visitors, visit("ann", "a"));
    admits(visitors, visit("ann", "b"));

    refuses(visitors, visit("ann", "c"), Settings.USER_CONNECTIONS);
    admits(visitors, visit("bob", "a"));

    visitors.left(visit("ann", "a"));
    admits(visitors, visit("ann", "c"));
  }

  @Test
  void anAddressHasSoManyConnectionsWhosoeverTheyAre() {
    Visitors visitors = visitors(100, 0, 2, ANY);
    admits(visitors, visit("ann", "2001:db8::1"));
    admits(visitors, visit("", "2001:db8::2"));

    refuses(visitors, visit("bob", "2001:db8::3"), Settings.ADDRESS_CONNECTIONS);
    admits(visitors, visit("ann", "2001:db8:0:1::1"));

    visitors.left(visit("", "2001:db8::2"));
    admits(visitors, visit("bob", "2001:db8::3"));
  }

  @Test
  void callersWithoutALoginAreNoUser() {
    Visitors visitors = visitors(100, 1, 0, ANY);

    admits(visitors, visit("", "a"));
    admits(visitors, visit("", "a"));
  }

  @Test
  void whoeverComesFromNobodyKnowsWhereIsNoAddress() {
    Visitors visitors = visitors(100, 0, 1, ANY);

    admits(visitors, visit("ann", ""));
    admits(visitors, visit("ann", ""));
  }

  @Test
  void aNodeHasSoManyConnections() {
    Visitors visitors = visitors(2, 0, 0, ANY);
    admits(visitors, visit("ann", "a"));
    admits(visitors, visit("bob", "b"));

    refuses(visitors, visit("eve", "c"), Settings.SOCKET_CONNECTIONS);
  }

  @Test
  void ofHandshakesAtOneMomentTheOnesTooManyAreTurnedAwayWhenTheyAreOpen() {
    Visitors visitors = visitors(100, 1, 0, ANY);
    assertThat(visitors.limitPassed(visit("ann", "a"))).isEmpty();
    assertThat(visitors.limitPassed(visit("ann", "b"))).isEmpty();

    assertThat(visitors.entered(visit("ann", "a"))).isEmpty();
    assertThat(visitors.entered(visit("ann", "b"))).contains(Settings.USER_CONNECTIONS);
    visitors.left(visit("ann", "b"));

    refuses(visitors, visit("ann", "c"), Settings.USER_CONNECTIONS);
    visitors.left(visit("ann", "a"));
    admits(visitors, visit("ann", "c"));
  }

  @Test
  void handshakesOfNobodyKnownAreCountedByAddress() {
    Visitors visitors = visitors(100, 0, 0, new Allowance(1, 2));
    assertThat(visitors.limitPassed(visit("", "a"))).isEmpty();
    assertThat(visitors.limitPassed(visit("", "a"))).isEmpty();

    refuses(visitors, visit("", "a"), Settings.ADDRESS_HANDSHAKES);
    assertThat(visitors.limitPassed(visit("ann", "a"))).isEmpty();
    assertThat(visitors.limitPassed(visit("", "b"))).isEmpty();

    now.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(visitors.limitPassed(visit("", "a"))).isEmpty();
  }
}
