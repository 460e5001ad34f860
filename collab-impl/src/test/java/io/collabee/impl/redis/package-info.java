/**
 * Real Redis servers for tests: one, several with Sentinels, a Redis Cluster; to be killed, stopped
 * and started again. And a proxy to be put before them, which tampers with what they publish.
 */
@NullMarked
package io.collabee.impl.redis;

import org.jspecify.annotations.NullMarked;
