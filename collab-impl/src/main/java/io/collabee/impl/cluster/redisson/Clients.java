package io.collabee.impl.cluster.redisson;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.ByteArrayCodec;
import org.redisson.config.BaseConfig;
import org.redisson.config.BaseMasterSlaveServersConfig;
import org.redisson.config.Config;
import org.redisson.config.ConstantDelay;
import org.redisson.config.ReadMode;
import org.redisson.config.SubscriptionMode;

/** Where a bus gets its client from. Used on one thread. */
interface Clients {

  /**
   * A client.
   *
   * @throws RuntimeException if Redis cannot be reached; after that there is nothing to give back
   */
  RedissonClient open();

  /** Gives a client back. */
  void release(RedissonClient client);

  /** Whether others use the client too, so that it must be left as it was. */
  boolean isShared();

  /** The client of the host, which is the host's to shut down. */
  static Clients of(RedissonClient client) {
    return new Clients() {
      @Override
      public RedissonClient open() {
        return client;
      }

      @Override
      public void release(RedissonClient client) {}

      @Override
      public boolean isShared() {
        return true;
      }
    };
  }

  /** Clients of the bus's own, on the threads of this factory. */
  static Clients configured(RedisSettings settings, ThreadFactory threads) {
    return new Own(settings, threads);
  }

  /** Makes clients. */
  final class Own implements Clients {
    private static final int THREADS = 2;
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(2);
    private static final int CONNECTIONS = 2;
    private static final int SECOND = 1_000;
    private static final Duration RETRY = Duration.ofMillis(200);

    private final RedisSettings settings;
    private final ThreadFactory threads;
    private @Nullable ExecutorService listeners;

    Own(RedisSettings settings, ThreadFactory threads) {
      this.settings = settings;
      this.threads = threads;
    }

    @Override
    public RedissonClient open() {
      ExecutorService forListeners = Executors.newFixedThreadPool(THREADS, threads);
      try {
        RedissonClient client = Redisson.create(config(forListeners));
        listeners = forListeners;
        return client;
      } catch (RuntimeException | Error e) {
        forListeners.shutdownNow();
        throw e;
      }
    }

    @Override
    public void release(RedissonClient client) {
      client.shutdown(0, STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (listeners != null) {
        listeners.shutdownNow();
      }
    }

    @Override
    public boolean isShared() {
      return false;
    }

    private Config config(ExecutorService forListeners) {
      Executor network = task -> threads.newThread(task).start();
      Config config =
          new Config()
              .setCodec(ByteArrayCodec.INSTANCE)
              .setThreads(THREADS)
              .setExecutor(forListeners)
              .setNettyThreads(THREADS)
              .setNettyExecutor(network);
      config.setUseThreadClassLoader(false);
      // For objects that refer to others; needs libraries that are not there.
      config.setReferenceEnabled(false);
      switch (settings.mode()) {
        case SINGLE ->
            brief(
                config
                    .useSingleServer()
                    .setAddress(settings.addresses().get(0))
                    .setConnectionMinimumIdleSize(1)
                    .setConnectionPoolSize(CONNECTIONS)
                    .setSubscriptionConnectionMinimumIdleSize(1)
                    .setSubscriptionConnectionPoolSize(CONNECTIONS));
        case SENTINEL ->
            masterOnly(
                config
                    .useSentinelServers()
                    .setMasterName(settings.master())
                    .setCheckSentinelsList(false)
                    .addSentinelAddress(settings.addresses().toArray(String[]::new)));
        case CLUSTER ->
            masterOnly(
                config
                    .useClusterServers()
                    .setScanInterval(SECOND)
                    .setCheckSlotsCoverage(false)
                    .addNodeAddress(settings.addresses().toArray(String[]::new)));
      }
      return config;
    }

    private void masterOnly(BaseMasterSlaveServersConfig<?> servers) {
      servers
          .setReadMode(ReadMode.MASTER)
          .setSubscriptionMode(SubscriptionMode.MASTER)
          .setMasterConnectionMinimumIdleSize(1)
          .setMasterConnectionPoolSize(CONNECTIONS)
          .setSubscriptionConnectionMinimumIdleSize(1)
          .setSubscriptionConnectionPoolSize(CONNECTIONS);
      brief(servers);
    }

    /** Nothing waits long: what fails is tried again by whoever wants it. */
    private void brief(BaseConfig<?> servers) {
      servers
          .setUsername(orNone(settings.username()))
          .setPassword(orNone(settings.password()))
          .setTimeout(SECOND)
          .setConnectTimeout(SECOND)
          .setSubscriptionTimeout(2 * SECOND)
          .setRetryAttempts(1)
          .setRetryDelay(new ConstantDelay(RETRY))
          .setReconnectionDelay(new ConstantDelay(RETRY))
          .setPingConnectionInterval(SECOND)
          // All on one connection, which keeps order.
          .setSubscriptionsPerConnection(settings.topics())
          .setTcpNoDelay(true);
    }

    private static @Nullable String orNone(String text) {
      return text.isEmpty() ? null : text;
    }
  }
}
