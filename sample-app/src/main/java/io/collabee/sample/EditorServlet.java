package io.collabee.sample;

import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/** One document's page: the editor, and renaming and deleting. */
@WebServlet("/minutes/*")
public class EditorServlet extends HttpServlet {
  @Inject
  @SuppressWarnings("NullAway.Init")
  private transient MinutesList list;

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
    switch (Pages.typed(request, "action")) {
      case "rename" -> list.rename(id(request), Pages.title(request));
      case "delete" -> list.delete(id(request), SignedIn.user(request).getName());
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
