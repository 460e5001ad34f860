package io.collabee.impl.cluster.redisson;

import io.collabee.impl.cluster.SealedFrame;
import io.collabee.impl.security.Shelf;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RBucket;
import org.redisson.api.RSet;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.ByteArrayCodec;

/**
 * Keys of Redis. Values are sealed, since others may write there too; members of groups are not: a
 * group only tells what to look for.
 */
final class RedissonShelf implements Shelf {
  private final RedissonClient client;
  private final SealedFrame seal;
  private final String start;

  /**
   * @param start what all keys begin with
   */
  RedissonShelf(RedissonClient client, SealedFrame seal, String start) {
    this.client = client;
    this.seal = seal;
    this.start = start;
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public CompletionStage<Optional<byte[]>> get(String name) {
    return guarded(
        () -> bucket(name).getAsync().thenApply((byte @Nullable [] value) -> opened(name, value)));
  }

  private Optional<byte[]> opened(String name, byte @Nullable [] sealed) {
    return sealed == null ? Optional.empty() : seal.open(name, sealed);
  }

  @Override
  public CompletionStage<Void> put(String name, byte[] value, Duration life) {
    return guarded(() -> bucket(name).setAsync(seal.seal(name, value), life));
  }

  @Override
  public CompletionStage<Void> remove(String name) {
    return guarded(() -> bucket(name).deleteAsync().thenAccept(wasThere -> {}));
  }

  private RBucket<byte[]> bucket(String name) {
    return client.getBucket(start + name, ByteArrayCodec.INSTANCE);
  }

  @Override
  public CompletionStage<Set<String>> members(String group) {
    return guarded(
        () ->
            set(group)
                .readAllAsync()
                .thenApply(
                    members ->
                        members.stream()
                            .map(member -> new String(member, StandardCharsets.UTF_8))
                            .collect(Collectors.toUnmodifiableSet())));
  }

  @Override
  public CompletionStage<Void> join(String group, String member, Duration life) {
    return guarded(
        () ->
            set(group)
                .addAsync(bytes(member))
                .thenCompose(isNew -> set(group).expireAsync(life))
                .thenAccept(wasThere -> {}));
  }

  @Override
  public CompletionStage<Void> leave(String group, String member) {
    return guarded(() -> set(group).removeAsync(bytes(member)).thenAccept(wasThere -> {}));
  }

  private RSet<byte[]> set(String group) {
    return client.getSet(start + group, ByteArrayCodec.INSTANCE);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A client that is being shut down throws at once. */
  private static <T> CompletionStage<T> guarded(Supplier<CompletionStage<T>> question) {
    try {
      return question.get();
    } catch (RuntimeException e) {
      return Shelf.away();
    }
  }
}
