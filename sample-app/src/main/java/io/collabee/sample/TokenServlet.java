package io.collabee.sample;

import io.collabee.sample.people.Tokens;
import io.collabee.sample.people.Tokens.Token;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Gives a page the token with which it asks the api, and CollabEE for its ticket. */
@WebServlet("/token")
public class TokenServlet extends HttpServlet {
  @Inject
  @SuppressWarnings("NullAway.Init")
  private transient Tokens tokens;

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Token token = tokens.issue(SignedIn.session(request));
    response.setContentType("application/json");
    response.setHeader("Cache-Control", "no-store");
    response
        .getWriter()
        .print(
            Json.createObjectBuilder()
                .add("token", token.text())
                .add("expires", token.expires().toEpochMilli())
                .build());
  }
}
