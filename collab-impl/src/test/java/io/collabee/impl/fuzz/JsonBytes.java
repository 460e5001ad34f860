package io.collabee.impl.fuzz;

import io.collabee.impl.json.JsonText;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/**
 * JSON values as bytes of which any make a value. So a fuzzer that changes bytes at random changes
 * values, where changed JSON text would mostly be none; and the words of our messages and
 * operations are one byte each.
 */
public final class JsonBytes {
  private static final List<String> WORDS =
      List.of(
          "",
          "a",
          "c",
          "d",
          "v",
          "op",
          "create",
          "del",
          "src",
          "seq",
          "type",
          "data",
          "id",
          "b",
          "p",
          "ch",
          "pv",
          "t",
          "ts",
          "hs",
          "pp",
          "f",
          "s",
          "u",
          "bf",
          "bs",
          "bu",
          "nf",
          "nt",
          "ps",
          "pu",
          "pr",
          "qf",
          "protocol",
          "protocolMinor",
          "auth",
          "ticket",
          "error",
          "ops",
          "insert",
          "retain",
          "delete",
          "attributes",
          "index",
          "length",
          "si",
          "sd",
          "li",
          "ld",
          "oi",
          "od",
          "lm",
          "na",
          "o",
          "i",
          "text0",
          "text-unicode",
          "rich-text",
          "json0",
          "x",
          "y",
          "bold",
          "\uD83D\uDE00",
          "http://sharejs.org/types/text-unicode");

  private static final int NULL = 0;
  private static final int TRUE = 1;
  private static final int FALSE = 2;
  private static final int BYTE = 3;
  private static final int LONG = 4;
  private static final int DOUBLE = 5;
  private static final int WORD = 6;
  private static final int LATIN = 7;
  private static final int UTF_16 = 8;
  private static final int ARRAY = 9;
  private static final int OBJECT = 10;
  private static final int KINDS = 11;

  /** No message may be nested deeper. */
  private static final int DEEPEST = 198;

  private JsonBytes() {}

  /** The value that some bytes make. */
  public static JsonValue decode(byte[] bytes) {
    return value(ByteBuffer.wrap(bytes), 0);
  }

  private static JsonValue value(ByteBuffer in, int depth) {
    int kind = unsigned(in) % KINDS;
    return switch (kind) {
      case TRUE -> JsonValue.TRUE;
      case FALSE -> JsonValue.FALSE;
      case BYTE -> JsonText.values().createValue((byte) unsigned(in));
      case LONG -> JsonText.values().createValue(number(in));
      case DOUBLE -> real(Double.longBitsToDouble(number(in)));
      case WORD, LATIN, UTF_16 -> JsonText.values().createValue(string(kind, in));
      case ARRAY -> depth < DEEPEST ? array(in, depth) : JsonValue.NULL;
      case OBJECT -> depth < DEEPEST ? object(in, depth) : JsonValue.NULL;
      default -> JsonValue.NULL;
    };
  }

  private static JsonValue real(double value) {
    return Double.isFinite(value) ? JsonText.values().createValue(value) : JsonValue.NULL;
  }

  private static JsonValue array(ByteBuffer in, int depth) {
    JsonArrayBuilder array = JsonText.values().createArrayBuilder();
    for (int left = unsigned(in); left > 0 && in.hasRemaining(); left--) {
      array.add(value(in, depth + 1));
    }
    return array.build();
  }

  private static JsonValue object(ByteBuffer in, int depth) {
    JsonObjectBuilder object = JsonText.values().createObjectBuilder();
    for (int left = unsigned(in); left > 0 && in.hasRemaining(); left--) {
      object.add(string(unsigned(in) % KINDS, in), value(in, depth + 1));
    }
    return object.build();
  }

  private static String string(int kind, ByteBuffer in) {
    if (kind != LATIN && kind != UTF_16) {
      return WORDS.get(unsigned(in) % WORDS.size());
    }
    StringBuilder string = new StringBuilder();
    for (int left = unsigned(in); left > 0 && in.hasRemaining(); left--) {
      string.append((char) (kind == LATIN ? unsigned(in) : unsigned(in) << 8 | unsigned(in)));
    }
    return string.toString();
  }

  private static long number(ByteBuffer in) {
    long number = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      number = number << 8 | unsigned(in);
    }
    return number;
  }

  /** The next byte; 0 behind the last. */
  private static int unsigned(ByteBuffer in) {
    return in.hasRemaining() ? in.get() & 0xff : 0;
  }

  /** Bytes that make a value, of which large lists and long strings are cut. */
  public static byte[] encode(JsonValue value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    write(value, out);
    return out.toByteArray();
  }

  private static void write(JsonValue value, ByteArrayOutputStream out) {
    if (value instanceof JsonString string) {
      write(string.getString(), out);
    } else if (value instanceof JsonNumber number) {
      write(number, out);
    } else if (value instanceof JsonArray array) {
      out.write(ARRAY);
      int count = Math.min(array.size(), 255);
      out.write(count);
      array.subList(0, count).forEach(item -> write(item, out));
    } else if (value instanceof JsonObject object) {
      out.write(OBJECT);
      out.write(Math.min(object.size(), 255));
      for (Map.Entry<String, JsonValue> member : object.entrySet()) {
        write(member.getKey(), out);
        write(member.getValue(), out);
      }
    } else {
      out.write(
          value.getValueType() == JsonValue.ValueType.TRUE
              ? TRUE
              : value.getValueType() == JsonValue.ValueType.FALSE ? FALSE : NULL);
    }
  }

  private static void write(JsonNumber number, ByteArrayOutputStream out) {
    double value = number.doubleValue();
    if (value == (byte) value) {
      out.write(BYTE);
      out.write((byte) value);
    } else if (value == (long) value) {
      out.write(LONG);
      out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong((long) value).array());
    } else {
      out.write(DOUBLE);
      out.writeBytes(ByteBuffer.allocate(Double.BYTES).putDouble(value).array());
    }
  }

  private static void write(String string, ByteArrayOutputStream out) {
    int word = WORDS.indexOf(string);
    if (word >= 0) {
      out.write(WORD);
      out.write(word);
      return;
    }
    boolean isLatin = string.chars().allMatch(c -> c <= 0xff);
    out.write(isLatin ? LATIN : UTF_16);
    int length = Math.min(string.length(), 255);
    out.write(length);
    for (int i = 0; i < length; i++) {
      if (!isLatin) {
        out.write(string.charAt(i) >> 8);
      }
      out.write(string.charAt(i));
    }
  }
}
