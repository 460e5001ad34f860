package io.collabee.sample;

import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/** Signs people in with a name and no password. Good for a demonstration and for nothing else. */
@WebServlet("/sign-in")
public class SignInServlet extends HttpServlet {
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    Pages.show("sign-in", request, response);
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    String name = Optional.ofNullable(request.getParameter("name")).orElse("").strip();
    if (NameCookie.isName(name)) {
      NameCookie.remember(name, response);
      response.sendRedirect(request.getContextPath() + "/");
    } else {
      response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
      request.setAttribute("name", name);
      request.setAttribute(
          "problem", "A name has 1 to 40 letters, digits, spaces, dots or dashes.");
      Pages.show("sign-in", request, response);
    }
  }
}
