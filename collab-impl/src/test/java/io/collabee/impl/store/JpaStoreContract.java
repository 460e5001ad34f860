package io.collabee.impl.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.collabee.DocumentId;
import io.collabee.entity.ChunkEntity;
import io.collabee.entity.DiffEntity;
import io.collabee.entity.DocumentEntity;
import io.collabee.entity.SnapshotEntity;
import io.collabee.entity.SourceEntity;
import io.collabee.impl.config.Schema;
import io.collabee.impl.document.LoggedOperation;
import io.collabee.impl.document.OperationLog.Append;
import io.collabee.impl.document.StoredSnapshot;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Secrets, and what a host sees through its entity manager. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class JpaStoreContract {
  private static final Instant TIME = Instant.parse("2026-11-24T08:00:00.123Z");
  private static final DocumentId DOCUMENT = DocumentId.of("articles", "one");

  private DataSource dataSource;
  private JpaStore store;

  abstract DataSource newDatabase();

  @BeforeAll
  final void openStore() {
    dataSource = newDatabase();
    store = JpaStore.open(dataSource, Schema.CREATE, Clock.systemUTC());
    try (Append append = store.operationLog().append(new TreeSet<>(List.of(DOCUMENT)))) {
      append.write(
          DOCUMENT,
          List.of(
              new LoggedOperation(0, "source", 1, "ann", TIME, "\"create\":{\"type\":\"t\"}"),
              new LoggedOperation(1, "source", 2, "ann", TIME, "\"op\":[\"x\"]")),
          Optional.of("t"));
      append.commit();
    }
    store
        .operationLog()
        .save(DOCUMENT, new StoredSnapshot(2, Optional.of("t"), "\"x\"", TIME, Map.of()));
  }

  @AfterAll
  final void closeStore() {
    store.close();
  }

  @Test
  void aSecretStays() {
    byte[] secret = store.secrets().secret("ids");

    assertThat(secret).hasSize(Secrets.LENGTH).isNotEqualTo(new byte[Secrets.LENGTH]);
    assertThat(store.secrets().secret("ids")).isEqualTo(secret);
    assertThat(store.secrets().secret("other")).isNotEqualTo(secret);
    try (JpaStore restarted = JpaStore.open(dataSource, Schema.VALIDATE, Clock.systemUTC())) {
      assertThat(restarted.secrets().secret("ids")).isEqualTo(secret);
    }
  }

  @Test
  void aSecretGivenAwayIsACopy() {
    byte[] secret = store.secrets().secret("copied");
    byte[] kept = secret.clone();

    secret[0]++;

    assertThat(store.secrets().secret("copied")).isEqualTo(kept);
  }

  @Test
  void secretsOfAPurposeAreNumberedAndPurgedButForTheLast() {
    Secrets secrets = store.secrets();
    secrets.make("turns", 1);
    secrets.make("turns", 2);
    secrets.make("turnstile", 7);
    List<Secrets.Numbered> made = secrets.numbered("turns");

    secrets.make("turns", 2);

    assertThat(secrets.numbered("turns"))
        .extracting(Secrets.Numbered::number)
        .containsExactly(1, 2);
    assertThat(secrets.numbered("turns").get(1).secret()).isEqualTo(made.get(1).secret());
    assertThat(secrets.purge("turns", Instant.now().plusSeconds(60))).isOne();
    assertThat(secrets.numbered("turns")).extracting(Secrets.Numbered::number).containsExactly(2);
    assertThat(secrets.purge("turns", Instant.now().minusSeconds(60))).isZero();
  }

  @Test
  void nodesThatMakeASecretAtOnceAgree() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (JpaStore other = JpaStore.open(dataSource, Schema.VALIDATE, Clock.systemUTC())) {
      for (int round = 0; round < 20; round++) {
        String name = "raced-" + round;
        List<Future<byte[]>> asked = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          Secrets node = (i % 2 == 0 ? store : other).secrets();
          asked.add(threads.submit(() -> node.secret(name)));
        }

        byte[] first = asked.get(0).get(30, TimeUnit.SECONDS);
        for (Future<byte[]> each : asked) {
          assertThat(each.get(30, TimeUnit.SECONDS)).isEqualTo(first);
        }
        assertThat(store.secrets().secret(name)).isEqualTo(first);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aHostQueriesDocumentsHistoryAndSnapshots() {
    try (EntityManager entities = store.readOnlyEntityManager()) {
      DocumentEntity document =
          entities
              .createQuery(
                  "select d from Document d where d.collection = 'articles' and d.id = 'one'",
                  DocumentEntity.class)
              .getSingleResult();
      assertThat(document.version()).isEqualTo(2);
      assertThat(document.type()).contains("t");
      assertThat(document.created()).contains(TIME);

      DiffEntity diff = entities.find(DiffEntity.class, new DiffEntity.Key(document.key(), 0));
      assertThat(diff.operations()).isEqualTo(2);
      assertThat(diff.committed()).isEqualTo(TIME);

      SnapshotEntity snapshot =
          entities.find(SnapshotEntity.class, new SnapshotEntity.Key(document.key(), 2));
      assertThat(snapshot.content()).isEqualTo("\"x\"");
      assertThat(snapshot.sources()).isEqualTo("{}");

      assertThat(entities.createQuery("from Source", SourceEntity.class).getResultList())
          .extracting(SourceEntity::source, SourceEntity::author)
          .containsExactly(tuple("source", "ann"));
      assertThat(
              entities
                  .createQuery(
                      "select count(d), max(f.committed) from Document d"
                          + " join Diff f on f.documentKey = d.key where d.organisation = 'default'",
                      Object[].class)
                  .getSingleResult())
          .containsExactly(1L, TIME);
      // As docs/schema.md has it.
      assertThat(
              entities
                  .createQuery(
                      "select d.id, d.version, max(length(s.content)) from Document d"
                          + " join Snapshot s on s.documentKey = d.key"
                          + " where d.collection = 'articles' group by d.id, d.version",
                      Object[].class)
                  .getSingleResult())
          .containsExactly("one", 2L, 3);
      assertThat(entities.createQuery("from Chunk", ChunkEntity.class).getResultList()).isEmpty();
    }
  }

  @Test
  void aHostCannotWrite() {
    try (EntityManager entities = store.readOnlyEntityManager()) {
      entities.getTransaction().begin();

      assertRefused(
          () ->
              entities
                  .createQuery("update Document set version = 0 where version > 0")
                  .executeUpdate());
      assertRefused(() -> entities.createQuery("delete from Diff").executeUpdate());
      assertRefused(
          () -> entities.createNativeQuery("delete from collab_snapshot").executeUpdate());
      assertRefused(
          () ->
              entities
                  .createNativeQuery(" /* with comment */ update collab_document set version = 1")
                  .executeUpdate());
      assertRefused(
          () ->
              entities
                  .createNativeQuery(
                      "with gone as (delete from collab_diff returning 1) select * from gone")
                  .getResultList());
      assertRefused(
          () ->
              entities
                  .createNativeQuery(
                      "with one as (select 1) update collab_document set version = 1")
                  .executeUpdate());
      assertRefused(
          () -> {
            entities.persist(new DiffEntity(1, 99, TIME, 1, new byte[0]));
            entities.flush();
          });
      entities.getTransaction().rollback();
    }
    assertUntouched();
  }

  @Test
  void whatAHostPersistsIsNotStored() {
    try (EntityManager entities = store.readOnlyEntityManager()) {
      entities.getTransaction().begin();
      entities.persist(new DiffEntity(1, 99, TIME, 1, new byte[0]));
      entities.getTransaction().commit();
    }
    assertUntouched();
  }

  @Test
  void whatAHostRemovesStays() {
    try (EntityManager entities = store.readOnlyEntityManager()) {
      entities.getTransaction().begin();
      entities.createQuery("from Diff", DiffEntity.class).getResultList().forEach(entities::remove);
      entities.getTransaction().commit();
    }
    assertUntouched();
  }

  @Test
  void aHostCannotHoldAHead() {
    try (EntityManager entities = store.readOnlyEntityManager()) {
      entities.getTransaction().begin();
      assertRefused(
          () ->
              entities
                  .createQuery("from Document", DocumentEntity.class)
                  .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                  .getResultList());
    }
  }

  @Test
  void aHostHoldsNoConnectionBetweenQueries() {
    AtomicInteger taken = new AtomicInteger();
    try (JpaStore counted =
            JpaStore.open(counting(dataSource, taken), Schema.VALIDATE, Clock.systemUTC());
        EntityManager entities = counted.readOnlyEntityManager()) {
      entities.createQuery("from Document", DocumentEntity.class).getResultList();

      assertThat(taken).hasValue(0);
    }
  }

  @Test
  void connectionsThatComeWithinATransactionServeAsWell() {
    DataSource manual = withoutAutoCommit(newDatabase());

    try (JpaStore first = JpaStore.open(manual, Schema.CREATE, Clock.systemUTC());
        JpaStore second = JpaStore.open(manual, Schema.VALIDATE, Clock.systemUTC())) {
      try (Append append = first.operationLog().append(new TreeSet<>(List.of(DOCUMENT)))) {
        append.write(
            DOCUMENT, List.of(new LoggedOperation(0, "s", 1, "", TIME, "")), Optional.of("t"));
        append.commit();
      }

      assertThat(second.operationLog().operations(DOCUMENT, 0, 9)).hasSize(1);
      assertThat(second.secrets().secret("ids")).isEqualTo(first.secrets().secret("ids"));
      try (EntityManager entities = second.readOnlyEntityManager()) {
        assertThat(entities.createQuery("from Document", DocumentEntity.class).getResultList())
            .hasSize(1);
      }
    }
  }

  /** As pools that leave transactions to their users give connections. */
  private static DataSource withoutAutoCommit(DataSource pool) {
    return (DataSource)
        Proxy.newProxyInstance(
            JpaStoreContract.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> {
              Object result = method.invoke(pool, arguments);
              if (result instanceof Connection connection) {
                connection.setAutoCommit(false);
              }
              return result;
            });
  }

  /** Counts the connections that are taken and not given back. */
  private static DataSource counting(DataSource pool, AtomicInteger taken) {
    return (DataSource)
        Proxy.newProxyInstance(
            JpaStoreContract.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> {
              Object result = method.invoke(pool, arguments);
              if (result instanceof Connection connection) {
                taken.incrementAndGet();
                return counting(connection, taken);
              }
              return result;
            });
  }

  private static Connection counting(Connection connection, AtomicInteger taken) {
    return (Connection)
        Proxy.newProxyInstance(
            JpaStoreContract.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("close")) {
                taken.decrementAndGet();
              }
              return method.invoke(connection, arguments);
            });
  }

  private static void assertRefused(Runnable write) {
    assertThatThrownBy(write::run)
        .satisfiesAnyOf(
            e -> assertThat(e).isInstanceOf(UnsupportedOperationException.class),
            e -> assertThat(e).hasRootCauseInstanceOf(UnsupportedOperationException.class));
  }

  private void assertUntouched() {
    assertThat(store.operationLog().operations(DOCUMENT, 0, Long.MAX_VALUE)).hasSize(2);
    assertThat(store.operationLog().snapshot(DOCUMENT, 2)).isPresent();
    assertThat(store.operationLog().heads(List.of(DOCUMENT)).values())
        .allSatisfy(head -> assertThat(head.version()).isEqualTo(2));
  }
}
