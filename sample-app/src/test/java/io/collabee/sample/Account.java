package io.collabee.sample;

import io.collabee.impl.json.JsonText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Somebody who has registered with the sample application and uses it without a browser. */
final class Account {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final String name;
  private final String cookie;

  private Account(String name, String cookie) {
    this.name = name;
    this.cookie = cookie;
  }

  /** Registers at one of the servers; all know who it is then. */
  static Account register(MicroProcess server, String name) {
    String form = "name=" + name + "&shown-name=" + name + "&password=" + Person.PASSWORD;
    return signedIn(name, send(form(server, "register", form.replace(' ', '+'))));
  }

  /** Signs in at one of the servers as somebody who has registered. */
  static Account signIn(MicroProcess server, String name) {
    String form = "name=" + name + "&password=" + Person.PASSWORD;
    return signedIn(name, send(form(server, "sign-in", form.replace(' ', '+'))));
  }

  private static Account signedIn(String name, HttpResponse<String> answer) {
    String cookie =
        answer
            .headers()
            .firstValue("Set-Cookie")
            .orElseThrow(() -> new AssertionError(answer + ": " + answer.body()));
    return new Account(name, cookie.substring(0, cookie.indexOf(';')));
  }

  /** Ends all logins, these and those in browsers. */
  void logsOutEverywhere(MicroProcess server) {
    HttpResponse<String> answer =
        send(form(server, "sign-out", "where=everywhere").header("Cookie", cookie));
    if (answer.statusCode() != 302) {
      throw new AssertionError(answer + ": " + answer.body());
    }
  }

  String name() {
    return name;
  }

  /** Starts minutes, whose text is at version 1 and empty; their id. */
  String startsMinutes(MicroProcess server) {
    HttpResponse<String> answer = send(form(server, "", "title=Revoked").header("Cookie", cookie));
    String address = answer.headers().firstValue("Location").orElseThrow();
    return address.substring(address.lastIndexOf('/') + 1);
  }

  /** A fresh token. */
  String token(MicroProcess server) {
    HttpResponse<String> answer = send(form(server, "token", "").header("Cookie", cookie));
    return JsonText.parse(answer.body()).asJsonObject().getString("token");
  }

  /** The id of a token, as it says. */
  static String id(String token) {
    byte[] claims = Base64.getUrlDecoder().decode(token.split("\\.")[1]);
    return JsonText.parse(new String(claims, StandardCharsets.UTF_8))
        .asJsonObject()
        .getString("jti");
  }

  /** Asks for a ticket. */
  static HttpResponse<String> asksForTicket(MicroProcess server, String token) {
    return asks(server, "POST", "tickets", token, BodyPublishers.noBody());
  }

  /** A ticket for a socket of any server. */
  static String ticket(MicroProcess server, String token) {
    HttpResponse<String> answer = asksForTicket(server, token);
    if (answer.statusCode() != 201) {
      throw new AssertionError(answer + ": " + answer.body());
    }
    return JsonText.parse(answer.body()).asJsonObject().getString("ticket");
  }

  /** Reads minutes over HTTP. */
  static HttpResponse<String> reads(MicroProcess server, String id, String token) {
    return asks(
        server, "GET", "documents/minutes/" + id + "/content", token, BodyPublishers.noBody());
  }

  /** Revokes, by what becomes JSON with double quotes. */
  static HttpResponse<String> revokes(MicroProcess server, String token, String what) {
    return asks(
        server, "POST", "revocations", token, BodyPublishers.ofString(what.replace('\'', '"')));
  }

  private static HttpResponse<String> asks(
      MicroProcess server, String method, String path, String token, BodyPublisher body) {
    return send(
        HttpRequest.newBuilder(server.address().resolve("collab/api/" + path))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(method, body));
  }

  private static HttpRequest.Builder form(MicroProcess server, String page, String fields) {
    return HttpRequest.newBuilder(server.address().resolve(page))
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(BodyPublishers.ofString(fields));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return HTTP.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
