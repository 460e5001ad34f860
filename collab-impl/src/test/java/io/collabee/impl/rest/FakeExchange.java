package io.collabee.impl.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.net.URLDecoder;
import java.security.Principal;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request to a servlet, and its answer. */
final class FakeExchange {
  private final String user;
  private final String method;
  private final String path;
  private final Map<String, String> headers;
  private final InputStream sent;
  private final Map<String, String> answered = new HashMap<>();
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private int status = 200;

  /**
   * @param user empty for nobody
   * @param path below the servlet's, encoded, with a query perhaps
   * @param headers a body is JSON unless they say otherwise
   */
  FakeExchange(String user, String method, String path, Map<String, String> headers, String body) {
    this(user, method, path, headers, new ByteArrayInputStream(body.getBytes(UTF_8)));
  }

  /** The same with a body that is read from somewhere. */
  FakeExchange(
      String user, String method, String path, Map<String, String> headers, InputStream sent) {
    this.user = user;
    this.method = method;
    this.path = path;
    this.headers = new HashMap<>(Map.of("Content-Type", "application/json"));
    this.headers.putAll(headers);
    this.sent = sent;
  }

  /** Lets a servlet answer it. */
  FakeExchange at(RestServlet servlet) {
    try {
      servlet.service(
          fake(HttpServletRequest.class, this::request),
          fake(HttpServletResponse.class, this::response));
    } catch (ServletException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String type = answered.getOrDefault("Content-Type", "");
    Described.check(method, path, status, type, body());
    return this;
  }

  int status() {
    return status;
  }

  @Nullable String header(String name) {
    return answered.get(name);
  }

  String body() {
    return written.toString(UTF_8);
  }

  private @Nullable Object request(String called, Object[] arguments) {
    return switch (called) {
      case "getMethod" -> method;
      case "getRequestURI" -> "/app/collab/api/" + path.split("\\?", 2)[0];
      case "getContextPath" -> "/app";
      case "getServletPath" -> "/collab/api";
      case "getRemoteAddr" -> "192.0.2.1";
      case "isSecure", "isUserInRole" -> false;
      case "getParameter" -> parameter((String) arguments[0]);
      case "getSession" -> null;
      case "getUserPrincipal" -> user.isEmpty() ? null : (Principal) () -> user;
      case "getHeader" -> headers.get(arguments[0]);
      case "getHeaders" -> Collections.enumeration(values(arguments[0]));
      case "getInputStream" -> input();
      default -> throw new UnsupportedOperationException(called);
    };
  }

  private @Nullable String parameter(String name) {
    String query = path.contains("?") ? path.split("\\?", 2)[1] : "";
    return Arrays.stream(query.split("&"))
        .filter(each -> each.startsWith(name + "="))
        .map(each -> URLDecoder.decode(each.substring(name.length() + 1), UTF_8))
        .findFirst()
        .orElse(null);
  }

  private List<String> values(Object header) {
    String value = headers.get(header);
    return value == null ? List.of() : List.of(value);
  }

  private @Nullable Object response(String called, Object[] arguments) {
    return switch (called) {
      case "setStatus" -> {
        status = (Integer) arguments[0];
        yield null;
      }
      case "setHeader" -> {
        answered.put((String) arguments[0], (String) arguments[1]);
        yield null;
      }
      case "setContentType" -> {
        answered.put("Content-Type", (String) arguments[0]);
        yield null;
      }
      case "setContentLength" -> {
        answered.put("Content-Length", arguments[0].toString());
        yield null;
      }
      case "getOutputStream" -> output();
      default -> throw new UnsupportedOperationException(called);
    };
  }

  private ServletInputStream input() {
    return new ServletInputStream() {
      @Override
      public int read() throws IOException {
        return sent.read();
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        return sent.read(bytes, offset, length);
      }

      @Override
      public boolean isFinished() {
        return false;
      }

      @Override
      public boolean isReady() {
        return true;
      }

      @Override
      public void setReadListener(ReadListener listener) {
        throw new UnsupportedOperationException();
      }
    };
  }

  private ServletOutputStream output() {
    return new ServletOutputStream() {
      @Override
      public void write(int value) {
        written.write(value);
      }

      @Override
      public boolean isReady() {
        return true;
      }

      @Override
      public void setWriteListener(WriteListener listener) {
        throw new UnsupportedOperationException();
      }
    };
  }

  private interface Behaviour {
    @Nullable Object called(String method, Object[] arguments);
  }

  private static <T> T fake(Class<T> type, Behaviour behaviour) {
    return type.cast(
        Proxy.newProxyInstance(
            FakeExchange.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                behaviour.called(method.getName(), arguments == null ? new Object[0] : arguments)));
  }
}
