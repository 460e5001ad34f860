package io.collabee.impl.host;

import io.collabee.CollabException;
import io.collabee.ErrorCode;
import io.collabee.Side;
import io.collabee.spi.DocumentType;
import jakarta.json.Json;
import jakarta.json.JsonNumber;
import jakarta.json.JsonValue;
import java.util.Optional;

/** A type as a host might add one: the content is a number, an operation adds to it. */
public final class CounterType implements DocumentType<Long, Long> {

  @Override
  public String name() {
    return "counter";
  }

  @Override
  public String uri() {
    return "https://example.com/types/counter";
  }

  @Override
  public Long create(JsonValue data) {
    return data == JsonValue.NULL ? 0 : number(data);
  }

  @Override
  public Long snapshot(JsonValue json) {
    return number(json);
  }

  @Override
  public JsonValue snapshotJson(Long snapshot) {
    return Json.createValue(snapshot);
  }

  @Override
  public Long operation(JsonValue json) {
    return number(json);
  }

  @Override
  public JsonValue operationJson(Long operation) {
    return Json.createValue(operation);
  }

  @Override
  public Long apply(Long snapshot, Long operation) {
    if (snapshot + operation < 0) {
      throw new CollabException(
          ErrorCode.ERR_OT_OP_NOT_APPLIED,
          "The counter is at " + snapshot + " and would go below 0");
    }
    return snapshot + operation;
  }

  @Override
  public Long compose(Long first, Long second) {
    return first + second;
  }

  @Override
  public Long transform(Long operation, Long over, Side side) {
    return operation;
  }

  @Override
  public Optional<Long> invert(Long operation, Long before) {
    return Optional.of(-operation);
  }

  private static long number(JsonValue json) {
    if (json instanceof JsonNumber number) {
      return number.longValue();
    }
    throw new CollabException(ErrorCode.ERR_OT_OP_BADLY_FORMED, "Not a number");
  }
}
