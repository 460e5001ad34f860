package io.collabee.impl.ot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.collabee.CollabException;
import io.collabee.ErrorCode;
import io.collabee.OperationalTransform;
import io.collabee.Side;
import io.collabee.impl.json.JsonText;
import io.collabee.spi.DocumentType;
import jakarta.json.JsonValue;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class JsonTransformTest {
  private static final String TEXT = "text-unicode";

  private final DocumentType<?, ?> text = new TextType();
  private final DocumentType<?, ?> json0 = new Json0Type();
  private final DocumentType<?, ?> oneWay = new OneWayType();
  private final OperationalTransform transform =
      new JsonTransform(new DocumentTypes(List.of(text, json0, oneWay)));

  @Test
  void typesAreFoundByNameAliasAndUri() {
    assertThat(transform.types()).containsExactly(text, json0, oneWay);
    assertThat(transform.type("text-unicode")).isSameAs(text);
    assertThat(transform.type("http://sharejs.org/types/text-unicode")).isSameAs(text);
    assertThat(transform.type("json0")).isSameAs(json0);
  }

  @Test
  void operationsAreApplied() {
    assertThat(transform.apply(TEXT, json("'abc'"), json("[1,{'d':1},'x']")))
        .isEqualTo(json("'axc'"));
    assertThat(transform.apply("json0", json("{'a':1}"), json("[{'p':['a'],'na':2}]")))
        .isEqualTo(json("{'a':3}"));
  }

  @Test
  void operationsAreComposed() {
    assertThat(transform.compose(TEXT, json("['a']"), json("[1,'b']"))).isEqualTo(json("['ab']"));
  }

  @Test
  void operationsAreTransformedByTheSideTheyAreOn() {
    JsonValue one = json("['a']");
    JsonValue other = json("['b']");

    assertThat(transform.transform(TEXT, one, other, Side.LEFT)).isEqualTo(json("['a']"));
    assertThat(transform.transform(TEXT, one, other, Side.RIGHT)).isEqualTo(json("[1,'a']"));
  }

  @Test
  void operationsAreInvertedWhereTheTypeCan() {
    assertThat(transform.invert(TEXT, json("[1,{'d':1}]"), json("'abc'")))
        .contains(json("[1,'b']"));
    assertThat(transform.invert("one-way", json("'x'"), json("''"))).isEmpty();
  }

  @Test
  void differencesAreToldWhereTheTypeCan() {
    assertThat(transform.diff(TEXT, json("'abc'"), json("'axc'")))
        .contains(json("[1,'x',{'d':'b'}]"));
    assertThat(transform.diff(TEXT, json("'abc'"), json("'abc'"))).isEmpty();
    assertThat(transform.diff("one-way", json("'x'"), json("'x'"))).isEmpty();
    assertRefused(
        ErrorCode.ERR_TYPE_DOES_NOT_SUPPORT_HISTORY,
        () -> transform.diff("one-way", json("'x'"), json("'y'")));
  }

  @Test
  void unknownTypesAreNamed() {
    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            () -> transform.type("none"),
            () -> transform.apply("none", JsonValue.NULL, JsonValue.NULL),
            () -> transform.compose("none", JsonValue.NULL, JsonValue.NULL),
            () -> transform.transform("none", JsonValue.NULL, JsonValue.NULL, Side.LEFT),
            () -> transform.invert("none", JsonValue.NULL, JsonValue.NULL))) {
      assertRefused(ErrorCode.ERR_DOC_TYPE_NOT_RECOGNIZED, call);
    }
  }

  @Test
  void whatIsNoOperationOrNoContentIsRefused() {
    JsonValue op = json("['a']");
    JsonValue none = json("{'no':'operation'}");
    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            () -> transform.apply(TEXT, json("7"), op),
            () -> transform.apply(TEXT, json("''"), none),
            () -> transform.compose(TEXT, none, op),
            () -> transform.compose(TEXT, op, none),
            () -> transform.transform(TEXT, none, op, Side.LEFT),
            () -> transform.transform(TEXT, op, none, Side.LEFT),
            () -> transform.invert(TEXT, none, json("''")),
            () -> transform.invert(TEXT, op, json("7")))) {
      assertRefused(ErrorCode.ERR_OT_OP_BADLY_FORMED, call);
    }
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertRefused(
        ErrorCode.ERR_OT_OP_NOT_APPLIED,
        () -> transform.apply(TEXT, json("'ab'"), json("[3,'x']")));
    assertRefused(
        ErrorCode.ERR_OT_OP_NOT_APPLIED,
        () -> transform.invert(TEXT, json("[3,{'d':1}]"), json("'ab'")));
  }

  private static JsonValue json(String text) {
    return JsonText.parse(text.replace('\'', '"'));
  }

  private static void assertRefused(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            CollabException.class, refused -> assertThat(refused.code()).isEqualTo(code));
  }

  /** A type of a host's that has no inverses: the last one who writes is right. */
  private static final class OneWayType implements DocumentType<JsonValue, JsonValue> {
    @Override
    public String name() {
      return "one-way";
    }

    @Override
    public String uri() {
      return "https://example.com/types/one-way";
    }

    @Override
    public JsonValue create(JsonValue data) {
      return data;
    }

    @Override
    public JsonValue snapshot(JsonValue json) {
      return json;
    }

    @Override
    public JsonValue snapshotJson(JsonValue snapshot) {
      return snapshot;
    }

    @Override
    public JsonValue operation(JsonValue json) {
      return json;
    }

    @Override
    public JsonValue operationJson(JsonValue operation) {
      return operation;
    }

    @Override
    public JsonValue apply(JsonValue snapshot, JsonValue operation) {
      return operation;
    }

    @Override
    public JsonValue compose(JsonValue first, JsonValue second) {
      return second;
    }

    @Override
    public JsonValue transform(JsonValue operation, JsonValue over, Side side) {
      return operation;
    }
  }
}
