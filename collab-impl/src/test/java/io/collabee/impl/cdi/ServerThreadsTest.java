package io.collabee.impl.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collabee.impl.JndiDirectory;
import io.collabee.impl.config.Configuration;
import io.collabee.impl.config.Settings;
import io.collabee.impl.config.TestConfiguration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // A directory is there for its effect.
final class ServerThreadsTest {
  private static final String DEFAULT = Settings.THREAD_FACTORY.defaultValue();
  private static final ThreadFactory SERVERS = task -> new Thread(task, "server");

  @Test
  void theServersDefaultFactoryMakesTheThreads() {
    try (JndiDirectory directory = JndiDirectory.of(Map.of(DEFAULT, SERVERS))) {
      assertThat(ServerThreads.of(TestConfiguration.of())).isSameAs(SERVERS);
    }
  }

  @Test
  void theConfiguredFactoryMakesTheThreads() {
    try (JndiDirectory directory = JndiDirectory.of(Map.of("concurrent/collab", SERVERS))) {
      assertThat(ServerThreads.of(configured("concurrent/collab"))).isSameAs(SERVERS);
    }
  }

  @Test
  void whereTheServerHasNoDefaultFactoryThreadsAreDaemonsThatSeeTheApplication() {
    Thread test = Thread.currentThread();
    ClassLoader before = test.getContextClassLoader();
    ClassLoader application = new ClassLoader(before) {};
    try (JndiDirectory directory = JndiDirectory.of(Map.of())) {
      test.setContextClassLoader(application);

      Thread thread = ServerThreads.of(TestConfiguration.of()).newThread(() -> {});

      assertThat(thread.isDaemon()).isTrue();
      assertThat(thread.getContextClassLoader()).isSameAs(application);
    } finally {
      test.setContextClassLoader(before);
    }
  }

  @Test
  void aConfiguredFactoryThatIsNotThereIsNamedWithItsKey() {
    try (JndiDirectory directory = JndiDirectory.of(Map.of("concurrent/other", "text"))) {
      for (String name : List.of("concurrent/none", "concurrent/other")) {
        assertThatThrownBy(() -> ServerThreads.of(configured(name)))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContainingAll(name, Settings.THREAD_FACTORY.key());
      }
    }
  }

  @Test
  void namedThreadsAreTheFactorysUnderAnotherName() {
    Thread thread = ServerThreads.named("collab-events", SERVERS).newThread(() -> {});

    assertThat(thread.getName()).isEqualTo("collab-events");
  }

  private static Configuration configured(String factory) {
    return TestConfiguration.of(Settings.THREAD_FACTORY.key(), factory);
  }
}
