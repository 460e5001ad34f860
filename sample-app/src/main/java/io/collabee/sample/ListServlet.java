package io.collabee.sample;

import io.collabee.sample.people.Users;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The front page: a list of all minutes that are shared with somebody, and starting new ones. */
// On startup, which is after all else has started: it says where it is.
@WebServlet(urlPatterns = "", loadOnStartup = 1)
public class ListServlet extends HttpServlet {
  private static final Logger LOG = System.getLogger(ListServlet.class.getName());

  @Inject
  @SuppressWarnings("NullAway.Init")
  private transient MinutesList list;

  @Inject
  @SuppressWarnings("NullAway.Init")
  private transient Users users;

  @Inject
  @SuppressWarnings("NullAway.Init")
  private transient Organisations organisations;

  @Inject
  @SuppressWarnings("NullAway.Init")
  private transient Demo demo;

  @Override
  public void init() {
    try {
      demo.prepare();
    } catch (RuntimeException e) {
      LOG.log(Level.INFO, "The demo was not prepared; perhaps another node does so: {0}", e);
    }
    Optional.ofNullable(System.getProperty("minutes.address"))
        .ifPresent(address -> LOG.log(Level.INFO, "Minutes: open {0} in two browsers", address));
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    List<Summary> all = list.all(SignedIn.user(request).getName());
    request.setAttribute("groups", groups(all));
    request.setAttribute("organisations", organisations.of(SignedIn.user(request).getName()));
    request.setAttribute("people", users.find(all.stream().map(Summary::editedBy).toList()));
    Pages.show("list", request, response);
  }

  /** By organisation, by name; what is of none comes last, under no name. */
  private static Map<String, List<Summary>> groups(List<Summary> all) {
    return all.stream()
        .collect(
            Collectors.groupingBy(
                Summary::organisation,
                () ->
                    new TreeMap<>(
                        Comparator.comparing(String::isEmpty).thenComparing(name -> name)),
                Collectors.toList()));
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String user = SignedIn.user(request).getName();
    Optional<Organisation> organisation =
        organisations.find(Pages.typed(request, "organisation"), user);
    Minutes minutes = list.create(Pages.title(request), user, organisation);
    response.sendRedirect(request.getContextPath() + "/minutes/" + minutes.getId());
  }
}
