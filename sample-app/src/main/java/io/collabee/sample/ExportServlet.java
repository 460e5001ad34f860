package io.collabee.sample;

import io.collabee.Documents;
import io.collabee.Rendering;
import io.collabee.Snapshot;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/** Gives minutes away as a file, to whoever may read them. */
@WebServlet("/export/*")
public class ExportServlet extends HttpServlet {
  @Inject
  @SuppressWarnings("NullAway.Init")
  private transient MinutesList list;

  @Inject
  @SuppressWarnings("NullAway.Init")
  private transient Documents documents;

  @Inject
  @SuppressWarnings("NullAway.Init")
  private transient Rendering rendering;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String user = SignedIn.user(request).getName();
    Optional<Minutes> minutes =
        list.find(Pages.id(request)).filter(found -> found.role(user).isPresent());
    Optional<ExportForm> form = ExportForm.of(Pages.typed(request, "format"));
    Optional<Snapshot> text = minutes.map(Minutes::document).flatMap(documents::read);
    if (text.isPresent() && form.isPresent()) {
      String title = minutes.orElseThrow().getTitle();
      response.setContentType(form.get().mediaType());
      response.setHeader("Content-Disposition", form.get().disposition(title));
      response.setHeader("Cache-Control", "no-store");
      response.getWriter().print(form.get().write(title, text.get(), rendering));
    } else {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
    }
  }
}
