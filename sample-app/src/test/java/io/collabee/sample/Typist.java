package io.collabee.sample;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends one operation again and again, each as soon as the one before was answered. Belongs to one
 * thread at a time.
 */
final class Typist {
  private final Talk talk;
  private final String collection;
  private final String document;
  private final String operation;
  private int seq;
  private long version = 1;
  private final AtomicInteger typed = new AtomicInteger();

  /**
   * A typist in a document that is at version 1.
   *
   * @param operation in JSON, with single quotes
   */
  Typist(Talk talk, String collection, String document, String operation) {
    this.talk = talk;
    this.collection = collection;
    this.document = document;
    this.operation = operation;
  }

  /** How many operations were acknowledged. */
  int typed() {
    return typed.get();
  }

  /** How many operations there were. */
  int seq() {
    return seq;
  }

  /** Goes on behind an operation of another typist on the same socket. */
  void goOnBehind(Typist other) {
    seq = other.seq;
  }

  /** The answer to the next operation. */
  JsonObject type() {
    seq++;
    return send();
  }

  /** The answer to the last operation, sent again. */
  JsonObject send() {
    int mine = seq;
    talk.say(
        "{'a':'op','c':'%s','d':'%s','v':%d,'seq':%d,'op':%s}"
            .formatted(collection, document, version, mine, operation));
    JsonObject answer =
        talk.expect(
            message ->
                message.getString("a").equals("op")
                    && message.getString("d").equals(document)
                    && !(message.containsKey("op") && message.containsKey("src"))
                    && message.getInt("seq", 0) == mine);
    if (!answer.containsKey("error")) {
      version = answer.getJsonNumber("v").longValue() + 1;
      typed.incrementAndGet();
    }
    return answer;
  }

  /** Types until it is refused; gives the answer then. */
  JsonObject typeUntilRefused() {
    while (true) {
      JsonObject answer = type();
      if (answer.containsKey("error")) {
        return answer;
      }
    }
  }

  void typeUntil(AtomicBoolean end) {
    while (!end.get()) {
      assertThat(type()).doesNotContainKey("error");
    }
  }

  /** Types until the server closes the socket. */
  void typeUntilClosed() {
    try {
      while (true) {
        type();
      }
    } catch (Talk.Ended end) {
      assertThat(talk.closeCode()).isNotZero();
    }
  }
}
