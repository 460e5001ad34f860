package io.collabee.impl.cluster.redisson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collabee.impl.cluster.SealedFrame;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.redisson.api.RTopic;
import org.redisson.api.RedissonClient;
import org.redisson.misc.CompletableFutureWrapper;

class ConnectionTest {
  private final List<CompletableFuture<Integer>> added = new ArrayList<>();
  private final List<Integer> removed = new ArrayList<>();
  private final Connection connection =
      new Connection(
          client(), List.of("a", "b"), new SealedFrame(new byte[32]), 1_000, new Nothing());

  @Test
  void aSubscriptionThatComesTooLateIsEnded() throws InterruptedException {
    assertThatThrownBy(() -> connection.subscribe(0)).isInstanceOf(IllegalStateException.class);
    added.get(0).complete(1);
    connection.unsubscribe(1);

    for (int i = 1; i < added.size(); i++) {
      added.get(i).complete(i + 1);
    }

    assertThat(added).hasSize(4);
    assertThat(removed).containsExactlyInAnyOrder(1, 2, 3, 4);
  }

  private RedissonClient client() {
    RTopic topic =
        fake(
            RTopic.class,
            (proxy, method, arguments) -> {
              if (method.getName().equals("addListenerAsync")) {
                CompletableFuture<Integer> listener = new CompletableFuture<>();
                added.add(listener);
                return new CompletableFutureWrapper<>(listener);
              }
              removed.addAll(Arrays.asList((Integer[]) arguments[0]));
              return new CompletableFutureWrapper<>(CompletableFuture.<Void>completedFuture(null));
            });
    return fake(RedissonClient.class, (proxy, method, arguments) -> topic);
  }

  private static <T> T fake(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            ConnectionTest.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static final class Nothing implements Connection.Events {
    @Override
    public void heard(int line, byte[] frame) {}

    @Override
    public void subscribed(int line) {}

    @Override
    public void published() {}

    @Override
    public void failed() {}
  }
}
