package io.collabee.sample;

import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The page on which operators see how the servers are doing; its script asks for the numbers. */
@WebServlet("/operations")
public class OperationsServlet extends HttpServlet {
  @Inject
  @SuppressWarnings("NullAway.Init")
  private transient Operators operators;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    if (operators.include(SignedIn.user(request).getName())) {
      Pages.show("operations", request, response);
    } else {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
    }
  }
}
