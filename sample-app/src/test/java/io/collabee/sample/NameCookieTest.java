package io.collabee.sample;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NameCookieTest {

  @Test
  void theNameIsReadBack() {
    assertThat(NameCookie.read(request("Ren%C3%A9e+O%27Neil"))).contains("Renée O'Neil");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "%", "%zz", "%3Cscript%3E", "%ff"})
  void whatIsNoNameIsNobody(String value) {
    assertThat(NameCookie.read(request(value))).isEmpty();
  }

  private static HttpServletRequest request(String value) {
    Cookie[] cookies = {new Cookie("other", "x"), new Cookie("minutes-name", value)};
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            NameCookieTest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("getCookies")) {
                return cookies;
              }
              throw new UnsupportedOperationException(method.getName());
            });
  }
}
