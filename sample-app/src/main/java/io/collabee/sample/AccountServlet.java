package io.collabee.sample;

import io.collabee.sample.people.PageSessions;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Shows somebody where they are signed in. */
@WebServlet("/account")
public class AccountServlet extends HttpServlet {
  @Inject
  @SuppressWarnings("NullAway.Init")
  private transient PageSessions sessions;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    request.setAttribute("here", SignedIn.session(request));
    request.setAttribute("sessions", sessions.of(SignedIn.user(request)));
    Pages.show("account", request, response);
  }
}
