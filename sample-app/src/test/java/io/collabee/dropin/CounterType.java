package io.collabee.dropin;

import io.collabee.CollabException;
import io.collabee.ErrorCode;
import io.collabee.Side;
import io.collabee.spi.DocumentType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.Json;
import jakarta.json.JsonNumber;
import jakarta.json.JsonValue;

/** A host's own type: a number that operations add to. */
@ApplicationScoped
public class CounterType implements DocumentType<Long, Long> {
  @Override
  public String name() {
    return "counter";
  }

  @Override
  public String uri() {
    return "http://example.org/types/counter";
  }

  @Override
  public Long create(JsonValue data) {
    return data == JsonValue.NULL ? 0L : snapshot(data);
  }

  @Override
  public Long snapshot(JsonValue json) {
    if (json instanceof JsonNumber number) {
      return number.longValue();
    }
    throw new CollabException(ErrorCode.ERR_OT_OP_BADLY_FORMED, "A counter is a number");
  }

  @Override
  public JsonValue snapshotJson(Long snapshot) {
    return Json.createValue(snapshot);
  }

  @Override
  public Long operation(JsonValue json) {
    return snapshot(json);
  }

  @Override
  public JsonValue operationJson(Long operation) {
    return Json.createValue(operation);
  }

  @Override
  public Long apply(Long snapshot, Long operation) {
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
}
