package io.collabee.sample;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;

/** Founds organisations, takes people in, and lets them leave: the forms of the account's page. */
@WebServlet("/organisations/*")
public class OrganisationServlet extends HttpServlet {
  @Inject
  @SuppressWarnings("NullAway.Init")
  private transient Organisations organisations;

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String problem =
        switch (Pages.typed(request, "what")) {
          case "found" -> found(request);
          case "add" -> add(request);
          case "leave" -> leave(request);
          default -> "";
        };
    String query = problem.isEmpty() ? "" : "?problem=" + problem;
    response.sendRedirect(request.getContextPath() + "/account" + query);
  }

  private String found(HttpServletRequest request) {
    String name = Pages.typed(request, "name").replaceAll("\\p{Cntrl}+", " ");
    if (name.isEmpty() || name.length() > Organisation.NAME_LENGTH) {
      return "name";
    }
    organisations.found(name, SignedIn.user(request).getName());
    return "";
  }

  private String add(HttpServletRequest request) {
    String newcomer = Pages.typed(request, "person").toLowerCase(Locale.ROOT);
    String user = SignedIn.user(request).getName();
    return organisations.add(Pages.id(request), user, newcomer) ? "" : "nobody";
  }

  private String leave(HttpServletRequest request) {
    String user = SignedIn.user(request).getName();
    return organisations.leave(Pages.id(request), user) ? "" : "last";
  }
}
