package io.collabee.sample;

import io.collabee.sample.people.PageSession;
import io.collabee.sample.people.PageSessions;
import io.collabee.sample.people.SignIn;
import io.collabee.sample.people.SignIn.TooManyTries;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Takes somebody's password again: it is really them. Tokens say so from then on. */
@WebServlet("/confirm")
public class ConfirmServlet extends HttpServlet {
  @Inject
  @SuppressWarnings("NullAway.Init")
  private transient SignIn signIn;

  @Inject
  @SuppressWarnings("NullAway.Init")
  private transient PageSessions sessions;

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    PageSession session = SignedIn.session(request);
    String name = session.getUser().getName();
    try {
      if (signIn.check(name, Pages.password(request), request.getRemoteAddr()).isPresent()) {
        sessions.confirm(session);
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
      } else {
        response.setStatus(HttpServletResponse.SC_FORBIDDEN);
      }
    } catch (TooManyTries e) {
      response.setStatus(Pages.TOO_MANY_REQUESTS);
    }
  }
}
