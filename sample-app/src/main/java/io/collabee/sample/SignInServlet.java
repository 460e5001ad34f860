package io.collabee.sample;

import io.collabee.sample.people.PageSessions;
import io.collabee.sample.people.SignIn;
import io.collabee.sample.people.SignIn.TooManyTries;
import io.collabee.sample.people.User;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/** Signs people in with their password. */
@WebServlet("/sign-in")
public class SignInServlet extends HttpServlet {

  @Inject
  @SuppressWarnings("NullAway.Init")
  private transient SignIn signIn;

  @Inject
  @SuppressWarnings("NullAway.Init")
  private transient PageSessions sessions;

  @Inject
  @SuppressWarnings("NullAway.Init")
  private transient Demo demo;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    request.setAttribute("to", Pages.wanted(request));
    request.setAttribute("demo", demo);
    Pages.show("sign-in", request, response);
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    String name = Pages.typed(request, "name").toLowerCase(Locale.ROOT);
    try {
      Optional<User> user = signIn.check(name, Pages.password(request), request.getRemoteAddr());
      if (user.isPresent()) {
        start(user.get(), sessions, request, response);
      } else {
        refuse(HttpServletResponse.SC_FORBIDDEN, "That is not the password.", request, response);
      }
    } catch (TooManyTries e) {
      refuse(Pages.TOO_MANY_REQUESTS, Pages.TOO_MANY_TRIES, request, response);
    }
  }

  private void refuse(
      int status, String problem, HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    response.setStatus(status);
    request.setAttribute("problem", problem);
    doGet(request, response);
  }

  /**
   * Starts a session in a browser, instead of any it has, and leads it to where it wanted to go.
   */
  static void start(
      User user, PageSessions sessions, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    PageCookie.read(request).ifPresent(sessions::end);
    PageCookie.give(sessions.start(user, Browsers.name(request)), request, response);
    response.sendRedirect(request.getContextPath() + Pages.wanted(request));
  }
}
