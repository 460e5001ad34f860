package io.collabee.dropin;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Lets a test shut and open the gate of {@link GatedType}. */
@WebServlet("/gate")
public class GateServlet extends HttpServlet {
  private static final long serialVersionUID = 1;

  @SuppressWarnings("serial") // Servlets are not serialized.
  @Inject
  private GatedType gated;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response) {
    if (Boolean.parseBoolean(request.getParameter("open"))) {
      gated.open();
    } else {
      gated.shut();
    }
    response.setStatus(HttpServletResponse.SC_NO_CONTENT);
  }
}
