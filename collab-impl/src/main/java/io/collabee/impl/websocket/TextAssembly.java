package io.collabee.impl.websocket;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts the parts of a text message together, up to our own limit. Servers' limits differ from 8,192
 * characters to none, and so do their ways of telling.
 */
final class TextAssembly {
  private final int limit;
  private final Consumer<String> whole;
  private final Runnable tooLong;
  private @Nullable StringBuilder parts;
  private boolean refused;

  /**
   * @param limit the longest message, in UTF-16 units
   * @param whole gets each message
   * @param tooLong called once if a message is longer; nothing is taken from then on
   */
  TextAssembly(int limit, Consumer<String> whole, Runnable tooLong) {
    this.limit = limit;
    this.whole = whole;
    this.tooLong = tooLong;
  }

  void part(String text, boolean last) {
    if (refused) {
      return;
    }
    int length = text.length() + (parts == null ? 0 : parts.length());
    if (length > limit) {
      refused = true;
      parts = null;
      tooLong.run();
    } else if (parts == null && last) {
      whole.accept(text);
    } else {
      add(text, last);
    }
  }

  private void add(String text, boolean last) {
    if (parts == null) {
      parts = new StringBuilder();
    }
    parts.append(text);
    if (last) {
      String message = parts.toString();
      parts = null;
      whole.accept(message);
    }
  }
}
