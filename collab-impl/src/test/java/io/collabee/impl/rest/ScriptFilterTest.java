package io.collabee.impl.rest;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How long each file of the browser half may be kept. */
class ScriptFilterTest {

  private static @Nullable String cacheControl(String file, boolean exists) throws Exception {
    Map<String, String> headers = new HashMap<>();
    URL resource = exists ? new URL("file:/there") : null;
    ServletContext context = fake(ServletContext.class, (method, arguments) -> resource);
    HttpServletRequest request =
        fake(
            HttpServletRequest.class,
            (method, arguments) -> method.equals("getServletPath") ? file : context);
    HttpServletResponse response =
        fake(
            HttpServletResponse.class,
            (method, arguments) -> headers.put((String) arguments[0], (String) arguments[1]));

    new ScriptFilter().doFilter(request, response, (to, from) -> {});

    return headers.get("Cache-Control");
  }

  private interface Answer {
    @Nullable Object to(String method, Object[] arguments);
  }

  private static <T> T fake(Class<T> type, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            ScriptFilterTest.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              Object result = answer.to(method.getName(), arguments);
              return method.getReturnType() == void.class ? null : result;
            }));
  }

  @Test
  void theBundleIsKeptForEverSinceItsNameTellsItsContent() throws Exception {
    assertThat(cacheControl("/collab/collab.3KJ5X2QA.js", true))
        .isEqualTo("public, max-age=31536000, immutable");
    assertThat(cacheControl("/collab/collab.3KJ5X2QA.js.map", true))
        .isEqualTo("public, max-age=31536000, immutable");
  }

  @Test
  void soAreTheBindingsAndWhatTheyShare() throws Exception {
    assertThat(cacheControl("/collab/quill.MKTKWOCE.js", true))
        .isEqualTo("public, max-age=31536000, immutable");
    assertThat(cacheControl("/collab/part.HMUSKMEG.js", true))
        .isEqualTo("public, max-age=31536000, immutable");
  }

  @Test
  void whatIsNotThereYetIsNotKept() throws Exception {
    assertThat(cacheControl("/collab/collab.3KJ5X2QA.js", false)).isNull();
  }

  @Test
  void theNameThatPagesUseIsAskedForAgain() throws Exception {
    assertThat(cacheControl("/collab/collab.js", true)).isEqualTo("public, no-cache");
    assertThat(cacheControl("/collab/quill.js", true)).isEqualTo("public, no-cache");
    assertThat(cacheControl("/collab/quill.d.ts", true)).isEqualTo("public, no-cache");
  }

  @Test
  void nothingElseIsTouched() throws Exception {
    assertThat(cacheControl("/collab/socket", true)).isNull();
    assertThat(cacheControl("/collab/api/tickets", true)).isNull();
  }
}
