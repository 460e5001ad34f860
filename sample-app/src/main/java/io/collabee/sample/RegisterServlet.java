package io.collabee.sample;

import io.collabee.sample.people.PageSessions;
import io.collabee.sample.people.SignIn;
import io.collabee.sample.people.SignIn.TooManyTries;
import io.collabee.sample.people.User;
import io.collabee.sample.people.Users;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/** Lets somebody become one of the people, and signs them in. */
@WebServlet("/register")
public class RegisterServlet extends HttpServlet {
  @Inject
  @SuppressWarnings("NullAway.Init")
  private transient SignIn signIn;

  @Inject
  @SuppressWarnings("NullAway.Init")
  private transient PageSessions sessions;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    request.setAttribute("to", Pages.wanted(request));
    Pages.show("register", request, response);
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    String name = Pages.typed(request, "name").toLowerCase(Locale.ROOT);
    String shownName = Pages.typed(request, "shown-name");
    String password = Pages.password(request);
    Optional<String> problem = problem(name, shownName, password);
    if (problem.isPresent()) {
      refuse(problem.get(), request, response);
      return;
    }
    try {
      Optional<User> user = signIn.register(name, shownName, password, request.getRemoteAddr());
      if (user.isPresent()) {
        SignInServlet.start(user.get(), sessions, request, response);
      } else {
        refuse("Somebody signs in as " + name + " already.", request, response);
      }
    } catch (TooManyTries e) {
      refuse(Pages.TOO_MANY_TRIES, request, response);
    }
  }

  private static Optional<String> problem(String name, String shownName, String password) {
    if (!User.isShownName(shownName)) {
      return Optional.of("Your name has 1 to 40 letters, digits, spaces, dots or dashes.");
    }
    if (!User.isName(name)) {
      return Optional.of(
          "What you sign in with has 2 to 40 letters from a to z, digits, dots or dashes,"
              + " and begins with a letter.");
    }
    if (password.length() < Users.PASSWORD_LENGTH) {
      return Optional.of("The password has at least " + Users.PASSWORD_LENGTH + " characters.");
    }
    return Optional.empty();
  }

  private void refuse(String problem, HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
    request.setAttribute("problem", problem);
    doGet(request, response);
  }
}
