package io.collabee.impl.security.servlet;

import io.collabee.impl.security.Logins;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

/** Those of an HTTP session. */
public final class HttpAttributes implements Logins.Attributes {
  private final HttpSession session;

  private HttpAttributes(HttpSession session) {
    this.session = session;
  }

  /**
   * Those of a session.
   *
   * @param session an {@link HttpSession}; whatever else it is has no attributes
   */
  public static Logins.Attributes of(@Nullable Object session) {
    return session instanceof HttpSession http ? new HttpAttributes(http) : Logins.Attributes.NONE;
  }

  @Override
  public @Nullable Object get(String name) {
    try {
      return session.getAttribute(name);
    } catch (IllegalStateException e) {
      // It has ended meanwhile.
      return null;
    }
  }

  @Override
  public void set(String name, String value) {
    try {
      session.setAttribute(name, value);
    } catch (IllegalStateException e) {
      // It has ended meanwhile, and with it what is to be remembered.
      return;
    }
  }
}
