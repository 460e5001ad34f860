package io.collabee.impl.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FewAtOnceTest {
  private final RestFixture rest = new RestFixture();
  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicInteger began = new AtomicInteger();
  private final RestServlet servlet =
      rest.servlet(
          new Rest.Mapping(
              "GET", "documents/{collection}/{id}/diff", new FewAtOnce().of(asked -> slow())));

  private Answer slow() {
    began.incrementAndGet();
    try {
      end.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return Answer.json(200, "{\"from\":0,\"to\":0,\"changes\":[]}");
  }

  private FakeExchange ask(String user) {
    return new FakeExchange(user, "GET", "documents/notes/n/diff?from=0", Map.of(), "").at(servlet);
  }

  @Test
  void aThirdRequestOfACallerIsRefusedAtOnceAndOthersAreServed() {
    try (rest) {
      var served =
          Stream.of("ann", "ann", "bob", "", "")
              .map(
                  user ->
                      CompletableFuture.supplyAsync(
                          () -> ask(user), task -> new Thread(task).start()))
              .toList();
      await().until(() -> began.get() == 5);

      FakeExchange third = ask("ann");
      FakeExchange nobodys = ask("");
      end.countDown();

      assertThat(third.status()).isEqualTo(429);
      assertThat(third.header("Retry-After")).isEqualTo("1");
      assertThat(third.body()).contains("ERR_LIMIT_EXCEEDED");
      assertThat(nobodys.status()).isEqualTo(429);
      assertThat(served).allSatisfy(each -> assertThat(each.join().status()).isEqualTo(200));
      assertThat(ask("ann").status()).isEqualTo(200);
      assertThat(ask("ann").status()).isEqualTo(200);
      assertThat(ask("ann").status()).isEqualTo(200);
    }
  }
}
