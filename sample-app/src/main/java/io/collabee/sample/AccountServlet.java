package io.collabee.sample;

import io.collabee.sample.people.PageSessions;
import io.collabee.sample.people.Users;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;

/** Shows somebody where they are signed in, and where they belong. */
@WebServlet("/account")
public class AccountServlet extends HttpServlet {
  @Inject
  @SuppressWarnings("NullAway.Init")
  private transient PageSessions sessions;

  @Inject
  @SuppressWarnings("NullAway.Init")
  private transient Organisations organisations;

  @Inject
  @SuppressWarnings("NullAway.Init")
  private transient Users users;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    request.setAttribute("here", SignedIn.session(request));
    request.setAttribute("sessions", sessions.of(SignedIn.user(request)));
    List<Organisation> mine = organisations.of(SignedIn.user(request).getName());
    request.setAttribute("organisations", mine);
    request.setAttribute(
        "people", users.find(mine.stream().flatMap(each -> each.getPeople().stream()).toList()));
    Pages.show("account", request, response);
  }
}
