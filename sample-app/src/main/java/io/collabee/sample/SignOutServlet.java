package io.collabee.sample;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Forgets who somebody is. */
@WebServlet("/sign-out")
public class SignOutServlet extends HttpServlet {
  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    NameCookie.forget(response);
    response.sendRedirect(request.getContextPath() + "/sign-in");
  }
}
