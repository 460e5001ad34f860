package io.collabee.impl.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class RolesTest {
  private final Roles roles = new Roles(Set.of("editor", "clerk"));

  @Test
  void onlyRolesThatAreNamedAreHeld() {
    Set<String> held = roles.held(Set.of("editor", "admin")::contains);

    Caller caller = roles.caller("ann", held);

    assertThat(held).containsExactly("editor");
    assertThat(caller.isInRole("editor")).isTrue();
    assertThat(caller.isInRole("clerk")).isFalse();
    assertThat(caller.isInRole("admin")).isFalse();
  }

  @Test
  void aRoleThatIsNotNamedIsWarnedOfOnce() {
    Caller caller = roles.caller("ann", Set.of("editor"));
    List<LogRecord> logged = new ArrayList<>();
    Logger logger = Logger.getLogger(Roles.class.getName());
    Handler handler = into(logged);
    logger.addHandler(handler);

    try {
      caller.isInRole("clerk");
      caller.isInRole("admin");
      caller.isInRole("admin");
    } finally {
      logger.removeHandler(handler);
    }

    assertThat(logged).hasSize(1);
    assertThat(logged.get(0).getParameters()).containsExactly("admin", "collab.socket.roles");
  }

  private static Handler into(List<LogRecord> logged) {
    return new Handler() {
      @Override
      public void publish(LogRecord record) {
        logged.add(record);
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }
}
