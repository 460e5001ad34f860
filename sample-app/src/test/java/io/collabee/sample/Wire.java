package io.collabee.sample;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands between a browser and a server. Passes everything on as it is, but breaks the
 * collaboration sockets when told to; pages still load.
 */
final class Wire implements AutoCloseable {
  private final int server;
  private final ServerSocket listener;
  private final Set<Link> sockets = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newCachedThreadPool(Wire::daemon);
  private volatile boolean isDown;

  Wire(URI server) {
    this.server = server.getPort();
    try {
      listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "wire");
    thread.setDaemon(true);
    return thread;
  }

  /** Where the server seems to be. */
  URI address() {
    return URI.create("http://localhost:" + listener.getLocalPort() + "/");
  }

  /** Breaks the sockets there are; the page may open others. */
  void cut() {
    sockets.forEach(Link::close);
  }

  /** Breaks the sockets there are, and those that are opened until {@link #mend}. */
  void down() {
    isDown = true;
    cut();
  }

  void mend() {
    isDown = false;
  }

  private void accept() {
    try {
      while (true) {
        Socket browser = listener.accept();
        threads.execute(() -> join(browser));
      }
    } catch (IOException closed) {
      cut();
    }
  }

  private void join(Socket browser) {
    try {
      Link link = new Link(browser, new Socket(InetAddress.getLoopbackAddress(), server));
      threads.execute(() -> link.pass(link.browser, link.server));
      link.pass(link.server, link.browser);
    } catch (IOException refused) {
      close(browser);
    }
  }

  private static void close(Socket socket) {
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
    threads.shutdownNow();
  }

  /** A connection of the browser's and the one to the server that belongs to it. */
  private final class Link {
    private static final String SOCKET = "GET /collab/socket";

    private final Socket browser;
    private final Socket server;

    Link(Socket browser, Socket server) throws IOException {
      this.browser = browser;
      this.server = server;
      browser.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
    }

    private void pass(Socket from, Socket to) {
      byte[] buffer = new byte[16384];
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          look(buffer, read);
          out.write(buffer, 0, read);
        }
      } catch (IOException ended) {
        // As does the other direction.
      } finally {
        close();
      }
    }

    /** Browsers open a connection of its own for each socket. */
    private void look(byte[] buffer, int read) {
      String start =
          new String(buffer, 0, Math.min(read, SOCKET.length()), StandardCharsets.ISO_8859_1);
      if (start.equals(SOCKET)) {
        sockets.add(this);
        if (isDown) {
          close();
        }
      }
    }

    private void close() {
      sockets.remove(this);
      Wire.close(browser);
      Wire.close(server);
    }
  }
}
