package io.collabee;

import java.util.Set;

/** What a name on the wire may look like. */
public final class Names {
  private static final int MAX_LENGTH = 255;
  private static final Set<String> PROTOTYPE_MEMBERS =
      Set.of(
          "__proto__",
          "__defineGetter__",
          "__defineSetter__",
          "__lookupGetter__",
          "__lookupSetter__",
          "constructor",
          "hasOwnProperty",
          "isPrototypeOf",
          "propertyIsEnumerable",
          "toLocaleString",
          "toString",
          "valueOf");

  private Names() {}

  /**
   * Whether a name is that of a member of JavaScript's {@code Object.prototype}, such as {@code
   * __proto__} or {@code constructor}. No collection, document or key in a path may be called so: a
   * browser that uses the name as a key would change all its objects.
   */
  public static boolean isReserved(String name) {
    return PROTOTYPE_MEMBERS.contains(name);
  }

  static void require(String name, String part) {
    if (name.isEmpty() || name.length() > MAX_LENGTH) {
      throw invalid(part, "has " + name.length() + " characters, allowed are 1 to " + MAX_LENGTH);
    }
    if (isReserved(name)) {
      throw invalid(part, "is a reserved name");
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Character.isISOControl(c)) {
        throw invalid(part, "has a control character at " + i);
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < name.length()
          && Character.isLowSurrogate(name.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        throw invalid(part, "has an unpaired surrogate at " + i);
      }
    }
  }

  private static CollabException invalid(String part, String why) {
    return new CollabException(
        ErrorCode.ERR_MESSAGE_BADLY_FORMED, "Invalid " + part + ": it " + why);
  }
}
