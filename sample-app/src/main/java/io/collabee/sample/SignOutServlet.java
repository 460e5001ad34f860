package io.collabee.sample;

import io.collabee.sample.people.PageSessions;
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

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (Pages.typed(request, "where").equals("everywhere")) {
      sessions.endAll(SignedIn.user(request));
    } else {
      PageCookie.read(request).ifPresent(sessions::end);
    }
    PageCookie.takeAway(request, response);
    response.sendRedirect(request.getContextPath() + "/sign-in");
  }
}
