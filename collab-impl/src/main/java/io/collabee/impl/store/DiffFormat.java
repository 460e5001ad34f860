package io.collabee.impl.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.collabee.entity.DiffEntity;
import io.collabee.impl.binary.Varint;
import io.collabee.impl.document.LoggedOperation;
import io.collabee.impl.store.Keystroke.Form;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The bytes of a diff: small, since a lone keystroke has a diff of its own.
 *
 * <pre>
 * diff      = 0x02 operation+
 * operation = source seq [time] number rest
 * source    = unsigned   key of the row in collab_source
 * seq       = unsigned
 * time      = signed     milliseconds since the operation before; for the first, since the diff's
 *                        own time, which is that of its last operation. Left out if the diff has
 *                        one operation
 * number    = unsigned   16 times an amount, plus what the rest is
 *   0 or 1               the payload as UTF-8, of so many bytes; if 1, it starts with "op": and
 *                        these five characters are left out
 *   2                    a text's edit that puts in one character, so far into the document: UTF-8
 *   3                    a text's edit that puts in a text there: its bytes (unsigned), UTF-8
 *   4                    a text's edit that takes away 1 there: nothing
 *   5                    a text's edit that takes away more there: unsigned
 *   6 to 9               a rich text's edits, as 2 to 5
 * unsigned  = seven bits a byte, the lowest first, the high bit set in all but the last
 * signed    = unsigned of 2n for n >= 0, of -2n-1 for n < 0
 * </pre>
 *
 * Format 1, which is read and no more written, had each operation's time, and the payload as 0 and
 * 1 say with twice the amount for a number.
 */
final class DiffFormat {
  private static final int FIRST_VERSION = 1;
  private static final int VERSION = 2;
  private static final String EDIT = "\"op\":";

  private static final int AMOUNT = 4;
  private static final int PAYLOAD = 0;
  private static final int EDIT_PAYLOAD = 1;
  private static final int INSERT_ONE = 2;
  private static final int INSERT = 3;
  private static final int DELETE_ONE = 4;
  private static final int DELETE = 5;

  /** What is to be added for a rich text. */
  private static final int RICH = 4;

  private DiffFormat() {}

  /**
   * An operation as a diff has it.
   *
   * @param sourceKey the key of its source and author
   */
  record Entry(long version, long sourceKey, long seq, Instant time, String payload) {}

  /** The bytes of a run. */
  static byte[] encode(List<LoggedOperation> run, ToLongFunction<LoggedOperation> sourceKeys) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(64);
    out.write(VERSION);
    long before = run.get(run.size() - 1).time().toEpochMilli();
    for (LoggedOperation operation : run) {
      long time = operation.time().toEpochMilli();
      Varint.write(sourceKeys.applyAsLong(operation), out);
      Varint.write(operation.seq(), out);
      if (run.size() > 1) {
        Varint.writeSigned(time - before, out);
      }
      String payload = operation.payload();
      Keystroke.of(payload)
          .ifPresentOrElse(keystroke -> write(keystroke, out), () -> write(payload, out));
      before = time;
    }
    return out.toByteArray();
  }

  private static void write(Keystroke keystroke, ByteArrayOutputStream out) {
    int form = keystroke.form() == Form.RICH_TEXT ? RICH : 0;
    byte[] text = keystroke.text().getBytes(UTF_8);
    if (text.length == 0 && keystroke.deleted() == 1) {
      number(keystroke.place(), DELETE_ONE + form, out);
    } else if (text.length == 0) {
      number(keystroke.place(), DELETE + form, out);
      Varint.write(keystroke.deleted(), out);
    } else if (lengthOfFirst(text[0]) == text.length) {
      number(keystroke.place(), INSERT_ONE + form, out);
    } else {
      number(keystroke.place(), INSERT + form, out);
      Varint.write(text.length, out);
    }
    out.writeBytes(text);
  }

  private static void write(String payload, ByteArrayOutputStream out) {
    boolean isEdit = payload.startsWith(EDIT);
    byte[] bytes = payload.substring(isEdit ? EDIT.length() : 0).getBytes(UTF_8);
    number(bytes.length, isEdit ? EDIT_PAYLOAD : PAYLOAD, out);
    out.writeBytes(bytes);
  }

  private static void number(long amount, int rest, ByteArrayOutputStream out) {
    Varint.write(amount << AMOUNT | rest, out);
  }

  /** How many bytes a character takes in UTF-8, by its first. */
  private static int lengthOfFirst(byte first) {
    return first >= 0 ? 1 : Integer.numberOfLeadingZeros(~(first << 24));
  }

  /**
   * The operations of a diff.
   *
   * @throws UnreadableRow if it is in no format known
   */
  static List<Entry> decode(DiffEntity diff) {
    ByteBuffer in = ByteBuffer.wrap(diff.payload());
    int format = in.hasRemaining() ? in.get() : 0;
    if (format != VERSION && format != FIRST_VERSION) {
      throw new UnreadableRow(
          "The diff of document key %d at version %d is in a format that this release does not know"
              .formatted(diff.documentKey(), diff.firstVersion()));
    }
    boolean isTimed = format == FIRST_VERSION || diff.operations() > 1;
    List<Entry> entries = new ArrayList<>(diff.operations());
    Instant before = diff.committed();
    while (in.hasRemaining()) {
      long sourceKey = Varint.read(in);
      long seq = Varint.read(in);
      Instant time = isTimed ? before.plusMillis(Varint.readSigned(in)) : before;
      String payload = format == FIRST_VERSION ? firstPayload(in) : payload(in);
      entries.add(new Entry(diff.firstVersion() + entries.size(), sourceKey, seq, time, payload));
      before = time;
    }
    return entries;
  }

  private static String firstPayload(ByteBuffer in) {
    long length = Varint.read(in);
    String text = text(length >>> 1, in);
    return (length & 1) == 1 ? EDIT + text : text;
  }

  private static String payload(ByteBuffer in) {
    long number = Varint.read(in);
    long amount = number >>> AMOUNT;
    int rest = (int) number & (1 << AMOUNT) - 1;
    if (rest == PAYLOAD || rest == EDIT_PAYLOAD) {
      String text = text(amount, in);
      return rest == EDIT_PAYLOAD ? EDIT + text : text;
    }
    Form form = rest < INSERT_ONE + RICH ? Form.TEXT : Form.RICH_TEXT;
    return switch (form == Form.TEXT ? rest : rest - RICH) {
      case INSERT_ONE -> inserting(form, amount, text(lengthOfFirst(in.get(in.position())), in));
      case INSERT -> inserting(form, amount, text(Varint.read(in), in));
      case DELETE_ONE -> deleting(form, amount, 1);
      case DELETE -> deleting(form, amount, Varint.read(in));
      default -> throw new UnreadableRow("A diff has an operation of an unknown kind");
    };
  }

  private static String inserting(Form form, long place, String text) {
    return new Keystroke(form, place, text, 0).payload();
  }

  private static String deleting(Form form, long place, long deleted) {
    return new Keystroke(form, place, "", deleted).payload();
  }

  private static String text(long length, ByteBuffer in) {
    int bytes = Math.toIntExact(length);
    String text = new String(in.array(), in.arrayOffset() + in.position(), bytes, UTF_8);
    in.position(in.position() + bytes);
    return text;
  }
}
