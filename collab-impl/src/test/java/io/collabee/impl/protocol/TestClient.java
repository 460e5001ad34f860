package io.collabee.impl.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.Caller;
import io.collabee.impl.json.JsonText;
import io.collabee.impl.security.Login;
import io.collabee.impl.security.TestLogins;
import jakarta.json.JsonObject;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends what a test says and keeps what comes. Messages are written with single quotes, which
 * become double ones.
 */
public final class TestClient implements Peer {
  private final ClientSession session;
  private final BlockingQueue<JsonObject> received = new LinkedBlockingQueue<>();
  private volatile @Nullable CloseReason closedFor;
  private volatile boolean room = true;
  private String id = "";

  TestClient(TestNode node, Caller caller) {
    this(node, caller, false);
  }

  TestClient(TestNode node, Caller caller, boolean isOurs) {
    this(node, TestLogins.of(caller), isOurs);
  }

  TestClient(TestNode node, Login login, boolean isOurs) {
    session = node.session(login, isOurs, this);
    session.opened();
    assertThat(next().getString("a")).isEqualTo("init");
  }

  public void shakeHands(String claimed) {
    send("{'a':'hs','id':" + claimed + ",'protocol':1,'protocolMinor':2}");
    JsonObject answer = next();
    assertThat(answer.getString("a")).isEqualTo("hs");
    id = answer.getString("id");
  }

  public String id() {
    return id;
  }

  public ClientSession session() {
    return session;
  }

  public void send(String message) {
    session.received(message.replace('\'', '"'));
  }

  /** The next message; fails if none comes. */
  public JsonObject next() {
    return next("something");
  }

  /** The next message; fails if none comes as the answer to this. */
  JsonObject next(String sent) {
    try {
      JsonObject message = received.poll(10, TimeUnit.SECONDS);
      assertThat(message).as("an answer within ten seconds to %s", sent).isNotNull();
      return message;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The next message if it is there. */
  public @Nullable JsonObject nextIfAny() {
    return received.poll();
  }

  /** The next message must be this one. */
  public void expect(String message) {
    assertThat(next()).isEqualTo(json(message));
  }

  /** The next message must be an error with this code; gives it. */
  JsonObject expectError(String code) {
    JsonObject message = next();
    assertThat(message).containsKey("error");
    assertThat(message.getJsonObject("error").getString("code")).isEqualTo(code);
    return message;
  }

  /** Whatever was to come because of what was sent so far has come, and it was nothing. */
  void expectNothingAbout(String collection, String document) {
    String about = "'c':'" + collection + "','d':'" + document + "'";
    send("{'a':'nf','id':999," + about + ",'v':0}");
    JsonObject message = next();
    assertThat(message.getString("a")).isEqualTo("nf");
    assertThat(message.getInt("id")).isEqualTo(999);
  }

  static JsonObject json(String message) {
    return JsonText.parse(message.replace('\'', '"')).asJsonObject();
  }

  public @Nullable CloseReason closedFor() {
    return closedFor;
  }

  void room(boolean hasRoom) {
    room = hasRoom;
  }

  int waiting() {
    return received.size();
  }

  @Override
  public void content(String message) {
    reply(message);
  }

  @Override
  public void reply(String message) {
    received.add(JsonText.parse(message).asJsonObject());
  }

  @Override
  public void push(String message) {
    reply(message);
  }

  @Override
  public void presence(String key, String message) {
    reply(message);
  }

  @Override
  public boolean hasRoom() {
    return room;
  }

  @Override
  public void close(CloseReason reason) {
    if (closedFor == null) {
      closedFor = reason;
    }
  }
}
