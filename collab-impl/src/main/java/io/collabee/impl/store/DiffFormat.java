package io.collabee.impl.store;

import io.collabee.entity.DiffEntity;
import io.collabee.impl.binary.Varint;
import io.collabee.impl.document.LoggedOperation;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The bytes of a diff: small, since a lone keystroke has a diff of its own.
 *
 * <pre>
 * diff      = 0x01 operation+
 * operation = source seq time length payload
 * source    = unsigned   key of the row in collab_source
 * seq       = unsigned
 * time      = signed     milliseconds since the operation before; for the first, since the diff's
 *                        own time, which is that of its last operation
 * length    = unsigned   twice the number of payload bytes, plus 1 if the payload starts with
 *                        "op": and these five characters are left out
 * payload   = UTF-8
 * unsigned  = seven bits a byte, the lowest first, the high bit set in all but the last
 * signed    = unsigned of 2n for n >= 0, of -2n-1 for n < 0
 * </pre>
 */
final class DiffFormat {
  private static final int VERSION = 1;
  private static final String EDIT = "\"op\":";

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
      boolean edit = operation.payload().startsWith(EDIT);
      byte[] payload =
          operation.payload().substring(edit ? EDIT.length() : 0).getBytes(StandardCharsets.UTF_8);
      Varint.write(sourceKeys.applyAsLong(operation), out);
      Varint.write(operation.seq(), out);
      Varint.writeSigned(time - before, out);
      Varint.write(2L * payload.length + (edit ? 1 : 0), out);
      out.writeBytes(payload);
      before = time;
    }
    return out.toByteArray();
  }

  /**
   * The operations of a diff.
   *
   * @throws UnreadableRow if it is in no format known
   */
  static List<Entry> decode(DiffEntity diff) {
    ByteBuffer in = ByteBuffer.wrap(diff.payload());
    if (!in.hasRemaining() || in.get() != VERSION) {
      throw new UnreadableRow(
          "The diff of document key %d at version %d is in a format that this release does not know"
              .formatted(diff.documentKey(), diff.firstVersion()));
    }
    List<Entry> entries = new ArrayList<>(diff.operations());
    Instant before = diff.committed();
    while (in.hasRemaining()) {
      long sourceKey = Varint.read(in);
      long seq = Varint.read(in);
      Instant time = before.plusMillis(Varint.readSigned(in));
      String payload = payload(in);
      entries.add(new Entry(diff.firstVersion() + entries.size(), sourceKey, seq, time, payload));
      before = time;
    }
    return entries;
  }

  private static String payload(ByteBuffer in) {
    long length = Varint.read(in);
    int bytes = Math.toIntExact(length >>> 1);
    String text =
        new String(in.array(), in.arrayOffset() + in.position(), bytes, StandardCharsets.UTF_8);
    in.position(in.position() + bytes);
    return (length & 1) == 1 ? EDIT + text : text;
  }
}
