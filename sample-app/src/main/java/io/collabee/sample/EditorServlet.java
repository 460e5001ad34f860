package io.collabee.sample;

import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.HttpConstraint;
import jakarta.servlet.annotation.ServletSecurity;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/** One document's page: the editor, and renaming and deleting. */
@WebServlet("/minutes/*")
@ServletSecurity(@HttpConstraint(rolesAllowed = "writer"))
public class EditorServlet extends HttpServlet {
  @Inject
  @SuppressWarnings("NullAway.Init")
  private MinutesList list;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    Optional<Minutes> minutes = list.find(id(request));
    if (minutes.isPresent()) {
      request.setAttribute("minutes", minutes.get());
      Pages.show("editor", request, response);
    } else {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
    }
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String action = Optional.ofNullable(request.getParameter("action")).orElse("");
    switch (action) {
      case "rename" -> list.rename(id(request), Pages.title(request.getParameter("title")));
      case "delete" -> list.delete(id(request), request.getRemoteUser());
      default -> {
        response.sendError(HttpServletResponse.SC_BAD_REQUEST);
        return;
      }
    }
    response.sendRedirect(request.getContextPath() + "/");
  }

  private static String id(HttpServletRequest request) {
    String path = request.getPathInfo();
    return path == null ? "" : path.substring(1);
  }
}
