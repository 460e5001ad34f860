package io.collabee.sample;

import io.collabee.Revocations;
import io.collabee.sample.people.PageSessions;
import io.collabee.sample.people.User;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Signs somebody out, of this browser or of all. */
@WebServlet("/sign-out")
public class SignOutServlet extends HttpServlet {
  @Inject
  @SuppressWarnings("NullAway.Init")
  private transient PageSessions sessions;

  @Inject
  @SuppressWarnings("NullAway.Init")
  private transient Revocations revocations;

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (Pages.typed(request, "where").equals("everywhere")) {
      User user = SignedIn.user(request);
      sessions.endAll(user);
      // Their tokens are good for some minutes more, and sockets are open. This ends both.
      revocations.revokeUser(user.getName());
    } else {
      PageCookie.read(request).ifPresent(sessions::end);
    }
    PageCookie.takeAway(request, response);
    response.sendRedirect(request.getContextPath() + "/sign-in");
  }
}
