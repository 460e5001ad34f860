package io.collabee.impl.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FewAtOnceTest {
  private final RestFixture rest = new RestFixture();
  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicInteger began = new AtomicInteger();
  private final RestServlet servlet =
      rest.servlet(
          new Rest.Mapping(
              "GET", "documents/{collection}/{id}/diff", new FewAtOnce(2).of(asked -> slow())));

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

  @Test
  void whoSendsBodiesSlowlyKeepsFewOfTheServersThreads() {
    RestServlet all =
        rest.servlet(
            new Rest.Mapping(
                "PUT",
                "documents/{collection}/{id}/content",
                asked -> Answer.json(200, "{\"version\":" + asked.body().get().length() + "}")));
    try (rest) {
      var served =
          IntStream.range(0, RestFixture.AT_ONCE)
              .mapToObj(
                  each ->
                      CompletableFuture.supplyAsync(
                          () -> put("ann", slowBody(), all), task -> new Thread(task).start()))
              .toList();
      await().until(() -> began.get() == RestFixture.AT_ONCE);

      FakeExchange refused = put("ann", InputStream.nullInputStream(), all);
      FakeExchange others = put("bob", InputStream.nullInputStream(), all);
      end.countDown();

      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.header("Retry-After")).isEqualTo("1");
      assertThat(others.status()).isEqualTo(200);
      assertThat(served).allSatisfy(each -> assertThat(each.join().status()).isEqualTo(200));
      assertThat(put("ann", InputStream.nullInputStream(), all).status()).isEqualTo(200);
    }
  }

  private static FakeExchange put(String user, InputStream body, RestServlet servlet) {
    return new FakeExchange(user, "PUT", "documents/notes/n/content", Map.of(), body).at(servlet);
  }

  private InputStream slowBody() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        began.incrementAndGet();
        try {
          end.await();
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
        return -1;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        return read();
      }
    };
  }
}
