package io.collabee.dropin;

import io.collabee.DocumentId;
import io.collabee.spi.Access;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.sql.SQLException;

/** Lets a test change what somebody may do. */
@WebServlet("/sharing")
public class SharingServlet extends HttpServlet {
  private static final long serialVersionUID = 1;

  @SuppressWarnings("serial") // Servlets are not serialized.
  @Inject
  private Sharing sharing;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException {
    try {
      sharing.change(
          DocumentId.of("shared", request.getParameter("document")),
          request.getParameter("member"),
          Access.valueOf(request.getParameter("access")));
      response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    } catch (SQLException e) {
      throw new ServletException(e);
    }
  }
}
