package io.collabee.impl.protocol;

import io.collabee.impl.json.JsonText;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes messages that are nearly right. */
final class Mutations {
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "false",
          "0",
          "1",
          "-1",
          "2.5",
          "1e308",
          "9007199254740993",
          "''",
          "'x'",
          "'__proto__'",
          "'\\u0000'",
          "'\\ud83d'",
          "[]",
          "{}",
          "[[[]]]",
          "{'d':1}",
          "['x']",
          "[1,'y']",
          "[{'d':1}]",
          "{'type':'text-unicode'}",
          "'rich-text'",
          "12345678901234567890");

  private final Random random;
  private long seq;

  Mutations(Random random) {
    this.random = random;
  }

  /** A mutated message. */
  String next(String id, long version) {
    String valid = valid(id, version).replace('\'', '"');
    return switch (random.nextInt(4)) {
      case 0 -> characters(valid);
      case 1 -> JsonText.write(structure(JsonText.parse(valid), 3));
      case 2 -> characters(JsonText.write(structure(JsonText.parse(valid), 3)));
      default -> valid;
    };
  }

  private String valid(String id, long version) {
    String document = "'c':'c','d':'d','v':" + (random.nextBoolean() ? version : version / 2);
    List<String> all =
        List.of(
            "{'a':'hs','id':'" + id + "','protocol':1,'protocolMinor':2}",
            "{'a':'pp'}",
            "{'a':'f'," + document + "}",
            "{'a':'s'," + document + "}",
            "{'a':'u'," + document + "}",
            "{'a':'bf','c':'c','b':['d']}",
            "{'a':'bs','c':'c','b':{'d':" + version + "}}",
            "{'a':'bu','c':'c','b':['d']}",
            operation(document, "'op':[" + "'" + (char) ('a' + random.nextInt(26)) + "']"),
            operation(document, "'op':[1,'b',{'d':1}]"),
            operation(document, "'op':[{'d':1}]"),
            operation(document, "'create':{'type':'text-unicode','data':'abc'}"),
            operation(document, "'del':true"),
            "{'a':'nf','id':1," + document + "}",
            "{'a':'nt','id':2,'c':'c','d':'d','ts':" + random.nextLong(2_000_000_000_000L) + "}",
            "{'a':'ps','ch':'c.d','seq':" + ++seq + "}",
            "{'a':'pu','ch':'c.d','seq':" + ++seq + "}",
            "{'a':'p','ch':'c.d','id':'k','p':1,'pv':1," + document + ",'t':'x'}",
            "{'a':'pr','ch':'c.d'}",
            "{'a':'qf','id':1,'c':'c','q':{}}");
    return all.get(random.nextInt(all.size()));
  }

  private String operation(String document, String what) {
    return "{'a':'op'," + document + ",'seq':" + ++seq + ",'x':{}," + what + "}";
  }

  private String characters(String text) {
    StringBuilder mutated = new StringBuilder(text);
    for (int i = random.nextInt(3); i >= 0 && mutated.length() > 1; i--) {
      int at = random.nextInt(mutated.length());
      switch (random.nextInt(4)) {
        case 0 -> mutated.deleteCharAt(at);
        case 1 -> mutated.insert(at, "{}[]\",:0aé\u0001\ud83d".charAt(random.nextInt(12)));
        case 2 -> mutated.setCharAt(at, (char) ('0' + random.nextInt(80)));
        default -> mutated.setLength(at);
      }
    }
    return mutated.toString();
  }

  /** Changes something in a value, {@code depth} levels down at most. */
  private JsonValue structure(JsonValue value, int depth) {
    if (depth > 0 && value instanceof JsonObject object && !object.isEmpty()) {
      return member(object, depth);
    }
    if (depth > 0 && value instanceof JsonArray array && !array.isEmpty()) {
      return element(array, depth);
    }
    return anything();
  }

  private JsonValue anything() {
    return JsonText.parse(VALUES.get(random.nextInt(VALUES.size())).replace('\'', '"'));
  }

  private JsonValue member(JsonObject object, int depth) {
    List<String> names = new ArrayList<>(object.keySet());
    String chosen = names.get(random.nextInt(names.size()));
    JsonObjectBuilder mutated = JsonText.values().createObjectBuilder(object);
    switch (random.nextInt(5)) {
      case 0 -> mutated.remove(chosen);
      case 1 -> mutated.add(names.get(random.nextInt(names.size())), anything());
      case 2 -> mutated.add("error", anything());
      default ->
          mutated.add(chosen, structure(object.getOrDefault(chosen, JsonValue.NULL), depth - 1));
    }
    return mutated.build();
  }

  private JsonValue element(JsonArray array, int depth) {
    int chosen = random.nextInt(array.size());
    JsonArrayBuilder mutated = JsonText.values().createArrayBuilder(array);
    switch (random.nextInt(3)) {
      case 0 -> mutated.remove(chosen);
      case 1 -> mutated.add(chosen, anything());
      default -> mutated.set(chosen, structure(array.get(chosen), depth - 1));
    }
    return mutated.build();
  }
}
