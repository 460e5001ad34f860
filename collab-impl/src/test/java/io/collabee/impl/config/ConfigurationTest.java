package io.collabee.impl.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collabee.spi.Access;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConfigurationTest {

  @Test
  void defaultsHoldWhereNothingIsConfigured() {
    Configuration configuration = Configuration.read(List.of());

    assertThat(configuration.get(Settings.ANONYMOUS_ACCESS)).isEqualTo(Access.NONE);
    assertThat(configuration.get(Settings.DATASOURCE)).isEqualTo("java:comp/DefaultDataSource");
    assertThat(configuration.get(Settings.SCHEMA)).isEqualTo(Schema.CREATE);
    assertThat(configuration.get(Settings.SNAPSHOT_SIZE)).isEqualTo(64 * 1024L);
  }

  @Test
  void everyKindOfValueIsRead() {
    Configuration configuration =
        TestConfiguration.of(
            "collab.anonymous-access", "Write",
            "collab.lanes", " 8 ",
            "collab.document.idle", "PT90S",
            "collab.snapshot.size", "2M",
            "collab.socket.enabled", "false",
            "collab.datasource", "java:app/jdbc/pg");

    assertThat(configuration.get(Settings.ANONYMOUS_ACCESS)).isEqualTo(Access.WRITE);
    assertThat(configuration.get(Settings.LANES)).isEqualTo(8);
    assertThat(configuration.get(Settings.DOCUMENT_IDLE)).isEqualTo(Duration.ofSeconds(90));
    assertThat(configuration.get(Settings.SNAPSHOT_SIZE)).isEqualTo(2 * 1024 * 1024L);
    assertThat(configuration.get(Settings.SOCKET_ENABLED)).isFalse();
    assertThat(configuration.get(Settings.DATASOURCE)).isEqualTo("java:app/jdbc/pg");
  }

  @Test
  void someOfSeveralWordsAreChosenOrNone() {
    assertThat(TestConfiguration.of("collab.step-up.actions", "Write, delete"))
        .returns(Set.of("write", "delete"), each -> each.get(Settings.STEP_UP_ACTIONS));
    assertThat(TestConfiguration.of("collab.step-up.actions", "none"))
        .returns(Set.of(), each -> each.get(Settings.STEP_UP_ACTIONS));
    assertThatThrownBy(() -> TestConfiguration.of("collab.step-up.actions", "delete,erase"))
        .hasMessageContaining("collab.step-up.actions is \"delete,erase\" (no such choice)");
  }

  @Test
  void badValuesAreRefusedAllAtOnceByKey() {
    assertThatThrownBy(
            () ->
                TestConfiguration.of(
                    "collab.anonymous-access", "manage",
                    "collab.lanes", "65",
                    "collab.document.idle", "1 minute",
                    "collab.snapshot.size", "64kb",
                    "collab.socket.enabled", "yes"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("collab.anonymous-access is \"manage\"")
        .hasMessageContaining("allowed: none, read, comment, write")
        .hasMessageContaining("collab.lanes is \"65\" (out of range); allowed: 1 to 64")
        .hasMessageContaining("collab.document.idle is \"1 minute\"")
        .hasMessageContaining("collab.snapshot.size is \"64kb\"")
        .hasMessageContaining("collab.socket.enabled is \"yes\"");
  }

  @Test
  void anEmptyValueIsNone() {
    assertThat(TestConfiguration.of("collab.lanes", " ").get(Settings.LANES)).isEqualTo(4);
  }

  @Test
  void theFirstSourceWins() {
    Configuration configuration =
        Configuration.read(
            List.of(
                TestConfiguration.properties("collab.lanes", "1"),
                TestConfiguration.properties("collab.lanes", "2", "collab.schema", "none"),
                Sources.environment(Map.of("COLLAB_SCHEMA", "validate"))));

    assertThat(configuration.get(Settings.LANES)).isEqualTo(1);
    assertThat(configuration.get(Settings.SCHEMA)).isEqualTo(Schema.NONE);
  }

  @Test
  void environmentVariablesAreNamedAsMicroProfileConfigNamesThem() {
    Configuration configuration =
        Configuration.read(List.of(Sources.environment(Map.of("COLLAB_ANONYMOUS_ACCESS", "read"))));

    assertThat(configuration.get(Settings.ANONYMOUS_ACCESS)).isEqualTo(Access.READ);
  }

  @Test
  void misspeltKeysAreFound() {
    List<Source> sources =
        List.of(
            TestConfiguration.properties(
                "collab.anonymous-acess", "write", "collab.lanes", "4", "other", ""));

    assertThat(Configuration.unknown(sources)).containsExactly("collab.anonymous-acess");
  }

  @Test
  void withoutMicroProfileConfigThisServersSourcesAreSystemPropertiesAndEnvironment() {
    // Its API is on this test's class path and no implementation is, as on some servers.
    assertThat(Sources.ofThisServer()).hasSize(2);
  }
}
