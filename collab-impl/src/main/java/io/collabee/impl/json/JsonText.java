package io.collabee.impl.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import io.collabee.CollabException;
import io.collabee.ErrorCode;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Map;

/**
 * Reads and writes JSON text. A server's own {@code jakarta.json} is used for values only, since
 * servers differ in how they parse and print.
 *
 * <p>Numbers are those of JavaScript: integers up to 64 bits and doubles. Text written is
 * well-formed UTF-16: a surrogate without its partner is written as an escape, as {@code
 * JSON.stringify} does, so that it survives UTF-8.
 */
public final class JsonText {
  private static final int MAX_DEPTH = 200;
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          // Members' names are what clients make them. A table of names refuses many of one hash,
          // and with them a document that is stored.
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  /** Writes nothing that could not be read within an object or two. */
  private static final JsonFactory KEEPING =
      JsonFactory.builder()
          .streamWriteConstraints(
              StreamWriteConstraints.builder().maxNestingDepth(MAX_DEPTH - 2).build())
          .build();

  private static final JsonProvider VALUES = JsonProvider.provider();

  private JsonText() {}

  /** Makes values; looked up once, since {@code Json}'s static methods look it up at every call. */
  public static JsonProvider values() {
    return VALUES;
  }

  /**
   * Parses one JSON value.
   *
   * @throws CollabException {@link ErrorCode#ERR_MESSAGE_BADLY_FORMED} if the text is not one JSON
   *     value, is nested more than 200 deep, or has a number that is no finite double
   */
  public static JsonValue parse(String text) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() == null) {
        throw malformed("it is empty", null);
      }
      JsonValue value = value(parser);
      if (parser.nextToken() != null) {
        throw malformed("there is more after its end", null);
      }
      return value;
    } catch (JsonParseException e) {
      // The parser's own message may quote the text.
      throw malformed("at character " + e.getLocation().getCharOffset(), e);
    } catch (IOException e) {
      throw malformed("it passes a limit of the parser", e);
    }
  }

  private static CollabException malformed(
      String why, @org.jspecify.annotations.Nullable Throwable cause) {
    String message = "The text is not valid JSON: " + why;
    return cause == null
        ? new CollabException(ErrorCode.ERR_MESSAGE_BADLY_FORMED, message)
        : new CollabException(ErrorCode.ERR_MESSAGE_BADLY_FORMED, message, cause);
  }

  private static JsonValue value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> VALUES.createValue(parser.getText());
      case VALUE_NUMBER_INT -> integer(parser);
      case VALUE_NUMBER_FLOAT -> number(parser);
      case VALUE_TRUE -> JsonValue.TRUE;
      case VALUE_FALSE -> JsonValue.FALSE;
      case VALUE_NULL -> JsonValue.NULL;
      default -> throw malformed("unexpected " + parser.currentToken(), null);
    };
  }

  private static JsonValue object(JsonParser parser) throws IOException {
    JsonObjectBuilder object = VALUES.createObjectBuilder();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      object.add(name, value(parser));
    }
    return object.build();
  }

  private static JsonValue array(JsonParser parser) throws IOException {
    JsonArrayBuilder array = VALUES.createArrayBuilder();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(value(parser));
    }
    return array.build();
  }

  private static JsonValue integer(JsonParser parser) throws IOException {
    return switch (parser.getNumberType()) {
      case INT -> VALUES.createValue(parser.getIntValue());
      case LONG -> VALUES.createValue(parser.getLongValue());
      default -> number(parser);
    };
  }

  private static JsonValue number(JsonParser parser) throws IOException {
    double value = parser.getDoubleValue();
    if (!Double.isFinite(value)) {
      throw malformed("a number is out of range", null);
    }
    return VALUES.createValue(value);
  }

  /** Writes a value without white space. */
  public static String write(JsonValue value) {
    try {
      return write(value, FACTORY);
    } catch (IOException e) {
      throw new IllegalStateException("A string could not be written", e);
    }
  }

  /**
   * Writes a value that is to be read again, by itself or within an object or two.
   *
   * @throws CollabException {@link ErrorCode#ERR_LIMIT_EXCEEDED} if it is nested more than 198 deep
   */
  public static String writeKept(JsonValue value) {
    try {
      return write(value, KEEPING);
    } catch (IOException e) {
      throw new CollabException(
          ErrorCode.ERR_LIMIT_EXCEEDED,
          "A value is nested more than " + (MAX_DEPTH - 2) + " deep",
          e);
    }
  }

  private static String write(JsonValue value, JsonFactory factory) throws IOException {
    StringWriter text = new StringWriter();
    // Not closed if it fails: it would try to end what it has begun.
    JsonGenerator generator = factory.createGenerator(text);
    write(value, generator);
    generator.close();
    return escapeUnpairedSurrogates(text.toString());
  }

  /** Writes a string with its quotes. */
  public static String quote(String string) {
    return write(VALUES.createValue(string));
  }

  private static void write(JsonValue value, JsonGenerator out) throws IOException {
    switch (value.getValueType()) {
      case OBJECT -> {
        out.writeStartObject();
        for (Map.Entry<String, JsonValue> member : ((JsonObject) value).entrySet()) {
          out.writeFieldName(member.getKey());
          write(member.getValue(), out);
        }
        out.writeEndObject();
      }
      case ARRAY -> {
        out.writeStartArray();
        for (JsonValue element : value.asJsonArray()) {
          write(element, out);
        }
        out.writeEndArray();
      }
      case STRING -> out.writeString(((JsonString) value).getString());
      case NUMBER -> write((JsonNumber) value, out);
      case TRUE -> out.writeBoolean(true);
      case FALSE -> out.writeBoolean(false);
      case NULL -> out.writeNull();
    }
  }

  private static void write(JsonNumber number, JsonGenerator out) throws IOException {
    double value = number.doubleValue();
    // JavaScript prints a double without fraction as an integer up to 1e21; beyond 2^53 a long
    // could differ from it.
    if (value == Math.rint(value) && Math.abs(value) < 0x1p53) {
      out.writeNumber((long) value);
    } else if (number.isIntegral() && number.bigIntegerValue().bitLength() < 64) {
      out.writeNumber(number.longValue());
    } else {
      out.writeNumber(value);
    }
  }

  private static String escapeUnpairedSurrogates(String text) {
    StringBuilder escaped = null;
    int copied = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isSurrogate(c)) {
        continue;
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
        continue;
      }
      if (escaped == null) {
        escaped = new StringBuilder(text.length() + 16);
      }
      escaped.append(text, copied, i).append("\\u").append(Integer.toHexString(c));
      copied = i + 1;
    }
    return escaped == null ? text : escaped.append(text, copied, text.length()).toString();
  }
}
