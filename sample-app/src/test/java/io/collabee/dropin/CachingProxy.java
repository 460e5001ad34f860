package io.collabee.dropin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * An nginx that keeps whatever it may for ten minutes, answers to POST too, and says of each answer
 * in {@code X-Cache-Status} whether it was kept.
 */
final class CachingProxy implements AutoCloseable {
  private static final List<String> PLACES = List.of("/usr/sbin/nginx", "/usr/bin/nginx");

  private final int port;
  private final Process process;

  /** Whether this machine has nginx. */
  static boolean isHere() {
    return program().isPresent();
  }

  private static Optional<String> program() {
    return PLACES.stream().filter(place -> Files.isExecutable(Path.of(place))).findFirst();
  }

  /** Starts one before a server. */
  CachingProxy(URI server) {
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try {
      Path directory = Files.createTempDirectory("collabee-nginx");
      Path configuration = directory.resolve("nginx.conf");
      Files.writeString(configuration, configuration(directory, server));
      process =
          new ProcessBuilder(
                  program().orElseThrow(), "-c", configuration.toString(), "-e", "stderr")
              .redirectOutput(Redirect.DISCARD)
              .redirectError(directory.resolve("error.log").toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(this::listens);
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private String configuration(Path directory, URI server) {
    String temporary =
        Stream.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
            .map(name -> name + "_temp_path " + directory.resolve(name) + ";\n")
            .reduce("", String::concat);
    return """
        daemon off;
        master_process off;
        pid %1$s/pid;
        events {}
        http {
          access_log off;
          %2$s
          proxy_cache_path %1$s/cache keys_zone=all:1m;
          server {
            listen 127.0.0.1:%3$d;
            location / {
              proxy_pass http://%4$s:%5$d;
              proxy_set_header Host $http_host;
              # Left to itself nginx asks on its own account only, where it may keep answers.
              proxy_set_header If-None-Match $http_if_none_match;
              proxy_cache all;
              proxy_cache_key $request_method$request_uri;
              proxy_cache_methods GET HEAD POST;
              proxy_cache_valid any 10m;
              add_header X-Cache-Status $upstream_cache_status always;
            }
          }
        }
        """
        .formatted(directory, temporary, port, server.getHost(), server.getPort());
  }

  /** The same address by way of the proxy. */
  URI before(URI address) {
    return URI.create("http://127.0.0.1:" + port + address.getRawPath());
  }

  @Override
  public void close() {
    process.destroy();
  }
}
