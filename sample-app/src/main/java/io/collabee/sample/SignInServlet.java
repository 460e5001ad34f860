package io.collabee.sample;

import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Signs people in with a name and no password. Good for a demonstration and for nothing else. */
@WebServlet("/sign-in")
public class SignInServlet extends HttpServlet {
  private static final Pattern NAME =
      Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N} .'-]{0,39}");

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    Pages.show("sign-in", request, response);
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    String name = Optional.ofNullable(request.getParameter("name")).orElse("").strip();
    if (NAME.matcher(name).matches()) {
      // A session that existed before the login may be known to somebody else.
      HttpSession old = request.getSession(false);
      if (old != null) {
        old.invalidate();
      }
      request.getSession().setAttribute(NameAuthentication.NAME, name);
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
