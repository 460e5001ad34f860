package io.collabee.impl.rest;

/** Ends the serving of a request with an answer that only HTTP knows. */
class AnsweredException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Answer answer;

  AnsweredException(Answer answer) {
    super("Answered with " + answer.status());
    this.answer = answer;
  }

  Answer answer() {
    return answer;
  }
}
