package io.collabee.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * One address for several servers, as a load balancer has it: passes each connection on to the
 * first server that takes it, and ends it when the server does.
 */
final class Door implements AutoCloseable {
  private final List<MicroProcess> servers;
  private final ServerSocket listener;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newCachedThreadPool(Door::daemon);

  /** A door that listens on a free port. */
  Door(List<MicroProcess> servers) {
    this.servers = List.copyOf(servers);
    try {
      listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "door");
    thread.setDaemon(true);
    return thread;
  }

  /** The servers' common address, ending in a slash. */
  URI address() {
    return URI.create("http://localhost:" + listener.getLocalPort() + "/");
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        open.add(client);
        threads.execute(() -> join(client));
      }
    } catch (IOException closed) {
      open.forEach(this::end);
    }
  }

  private void join(Socket client) {
    for (MicroProcess server : servers) {
      try {
        Socket taken = new Socket(InetAddress.getLoopbackAddress(), server.address().getPort());
        open.add(taken);
        threads.execute(() -> pass(client, taken));
        pass(taken, client);
        return;
      } catch (IOException refused) {
        // The next, then.
      }
    }
    end(client);
  }

  private void pass(Socket from, Socket to) {
    try {
      from.setTcpNoDelay(true);
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException ended) {
      // As does the other direction.
    } finally {
      end(from);
      end(to);
    }
  }

  private void end(Socket socket) {
    open.remove(socket);
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdown();
  }
}
