package io.collabee.impl.config;

/** How Redis is set up. */
public enum RedisMode {
  /** One server. */
  SINGLE,
  /** A master and replicas, watched by Sentinels. */
  SENTINEL,
  /** A Redis Cluster. */
  CLUSTER
}
