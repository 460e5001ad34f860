package io.collabee.sample;

import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/** One document's page: the editor; and its title, which writers may change. */
@WebServlet("/minutes/*")
public class EditorServlet extends HttpServlet {
  @Inject
  @SuppressWarnings("NullAway.Init")
  private transient MinutesList list;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    Optional<Minutes> minutes = list.find(Pages.id(request));
    Optional<Role> role = minutes.flatMap(found -> found.role(SignedIn.user(request).getName()));
    if (role.isPresent()) {
      request.setAttribute("minutes", minutes.get());
      request.setAttribute("role", role.get());
      request.setAttribute("access", role.get().access().name().toLowerCase(Locale.ROOT));
      Pages.show("editor", request, response);
    } else {
      // Whoever may not read them need not know that they exist.
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
    }
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    boolean mayWrite =
        list.find(Pages.id(request))
            .flatMap(minutes -> minutes.role(SignedIn.user(request).getName()))
            .filter(Role::mayWrite)
            .isPresent();
    if (mayWrite) {
      list.rename(Pages.id(request), Pages.title(request));
      response.sendRedirect(request.getContextPath() + "/");
    } else {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
    }
  }
}
