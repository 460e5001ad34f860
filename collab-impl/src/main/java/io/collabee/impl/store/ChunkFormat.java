package io.collabee.impl.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.collabee.entity.ChunkEntity;
import io.collabee.impl.binary.Varint;
import io.collabee.impl.store.DiffFormat.Entry;
import io.collabee.impl.store.Edit.Form;
import io.collabee.impl.store.Step.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a chunk. What is alike lies together: the operations are written as columns, each of
 * which says how the next value differs from the one to be expected, and is {@linkplain Columns
 * deflated} by itself. Somebody who types makes columns of zeros but for what he types and when.
 *
 * <pre>
 * chunk     = 0x01 checksum column×12
 * checksum  = 4 bytes    CRC-32C, the highest byte first, of the row's document_key, first_version
 *                        and committed (milliseconds since 1970) in 8 bytes each, operations in
 *                        4, and of all columns as they are stored
 *
 * sources   signed       keys of the rows in collab_source, each less the one before
 * writers   unsigned     each operation's source, as its place in sources
 * seqs      signed       each operation's seq, less that source's last one here (or 0), less 1
 * instants  byte         each operation's time less that of the one before (of the first, less
 *                        committed), as a signed number's lowest byte ...
 * pauses    unsigned     ... and the rest of it
 * patterns               for each pattern: its form (0 text, 1 rich text), the number of its steps,
 *                        and a byte for each step: 0 retain, 1 insert, 2 delete, 3 delete a text
 *                        that is told, 4 insert an embed; plus 8 if it has attributes; plus 16 if
 *                        its length is 1 and not written
 * edits     unsigned     each operation's place in patterns, plus 1; 0 if it is none of these edits
 * places    signed       where each edit starts (its first retain), less where it was expected
 * lengths   unsigned     of the steps, in the type's units
 * texts     UTF-8        what is inserted, and told to be deleted
 * parts     unsigned     the number of bytes of each part in ...
 * others    UTF-8        ... attributes and embeds as JSON, and payloads that are none of these
 *                        edits
 * </pre>
 *
 * An edit is expected where its client {@linkplain Cursors stopped}.
 */
final class ChunkFormat {
  private static final int VERSION = 1;
  private static final int ATTRIBUTES = 8;
  private static final int OF_ONE = 16;
  private static final int KINDS = 7;

  private ChunkFormat() {}

  /** A form of edit: what the steps are, without lengths and texts. */
  private record Pattern(Form form, String tags) {
    static Pattern of(Edit edit) {
      StringBuilder tags = new StringBuilder(edit.steps().size());
      for (Step step : edit.steps()) {
        int tag = step.kind().code();
        tag |= step.attributes() == null ? 0 : ATTRIBUTES;
        tag |= step.length() == 1 ? OF_ONE : 0;
        tags.append((char) tag);
      }
      return new Pattern(edit.form(), tags.toString());
    }
  }

  /**
   * The chunk of a run.
   *
   * @param run one or more, of consecutive versions
   */
  static ChunkEntity encode(long documentKey, List<Entry> run) {
    Instant committed = run.get(run.size() - 1).time();
    Encoder encoder = new Encoder(committed);
    run.forEach(encoder::add);
    byte[] payload = encoder.payload();
    long firstVersion = run.get(0).version();
    ChunkEntity chunk = new ChunkEntity(documentKey, firstVersion, committed, run.size(), payload);
    ByteBuffer.wrap(payload).putInt(1, checksum(chunk));
    return chunk;
  }

  /**
   * The operations of a chunk.
   *
   * @throws UnreadableRow if it is in no format known, or its checksum is not that of its bytes
   */
  static List<Entry> decode(ChunkEntity chunk) {
    return decode(chunk, 0, Long.MAX_VALUE);
  }

  /**
   * The same, only of versions {@code from} (inclusive) to {@code to} (exclusive). Those before
   * cost half as much as what is wanted, and those behind nothing.
   */
  static List<Entry> decode(ChunkEntity chunk, long from, long to) {
    ByteBuffer in = ByteBuffer.wrap(chunk.payload());
    if (in.remaining() < 5 || in.get() != VERSION) {
      throw unreadable(chunk, "is in a format that this release does not know", null);
    }
    if (in.getInt() != checksum(chunk)) {
      throw unreadable(chunk, "is not as it was written: its checksum differs", null);
    }
    try (Columns.Reader columns = new Columns.Reader(in)) {
      return new Decoder(columns).entries(chunk, from, to);
    } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw unreadable(chunk, "cannot be read", e);
    }
  }

  private static UnreadableRow unreadable(
      ChunkEntity chunk, String why, @Nullable RuntimeException cause) {
    return new UnreadableRow(
        "The chunk of document key %d at version %d %s"
            .formatted(chunk.documentKey(), chunk.firstVersion(), why),
        cause);
  }

  private static int checksum(ChunkEntity chunk) {
    ByteBuffer row = ByteBuffer.allocate(28);
    row.putLong(chunk.documentKey()).putLong(chunk.firstVersion());
    row.putLong(chunk.committed().toEpochMilli()).putInt(chunk.operations());
    CRC32C checksum = new CRC32C();
    checksum.update(row.flip());
    checksum.update(chunk.payload(), 5, chunk.payload().length - 5);
    return (int) checksum.getValue();
  }

  private static final class Encoder {
    private final Map<Long, Integer> sources = new LinkedHashMap<>();
    private final Map<Pattern, Integer> patterns = new LinkedHashMap<>();
    private final Map<Long, Long> lastSeqs = new HashMap<>();
    private final Cursors cursors = new Cursors();
    private final ByteArrayOutputStream sourceKeys = new ByteArrayOutputStream();
    private final ByteArrayOutputStream writers = new ByteArrayOutputStream();
    private final ByteArrayOutputStream seqs = new ByteArrayOutputStream();
    private final ByteArrayOutputStream instants = new ByteArrayOutputStream();
    private final ByteArrayOutputStream pauses = new ByteArrayOutputStream();
    private final ByteArrayOutputStream tags = new ByteArrayOutputStream();
    private final ByteArrayOutputStream edits = new ByteArrayOutputStream();
    private final ByteArrayOutputStream places = new ByteArrayOutputStream();
    private final ByteArrayOutputStream lengths = new ByteArrayOutputStream();
    private final ByteArrayOutputStream texts = new ByteArrayOutputStream();
    private final ByteArrayOutputStream parts = new ByteArrayOutputStream();
    private final ByteArrayOutputStream others = new ByteArrayOutputStream();
    private long lastKey;
    private long lastTime;

    Encoder(Instant committed) {
      lastTime = committed.toEpochMilli();
    }

    void add(Entry entry) {
      addWriter(entry);
      addTime(entry.time().toEpochMilli());
      Edit.parse(entry.payload())
          .ifPresentOrElse(
              edit -> addEdit(entry.sourceKey(), edit),
              () -> {
                Varint.write(0, edits);
                addOther(entry.payload());
              });
    }

    private void addWriter(Entry entry) {
      Long key = entry.sourceKey();
      Integer writer = sources.get(key);
      if (writer == null) {
        writer = sources.size();
        sources.put(key, writer);
        Varint.writeSigned(key - lastKey, sourceKeys);
        lastKey = key;
      }
      Varint.write(writer, writers);
      Long last = lastSeqs.put(key, entry.seq());
      Varint.writeSigned(entry.seq() - (last == null ? 0 : last) - 1, seqs);
    }

    private void addTime(long time) {
      long pause = Varint.zigzag(time - lastTime);
      lastTime = time;
      instants.write((int) pause);
      Varint.write(pause >>> 8, pauses);
    }

    private void addEdit(long sourceKey, Edit edit) {
      Pattern pattern = Pattern.of(edit);
      Integer known = patterns.get(pattern);
      if (known == null) {
        known = patterns.size();
        patterns.put(pattern, known);
        Varint.write(edit.form().code(), tags);
        Varint.write(pattern.tags().length(), tags);
        pattern.tags().chars().forEach(tags::write);
      }
      Varint.write(known + 1, edits);
      edit.steps().forEach(this::addStep);
      Varint.writeSigned(edit.start() - cursors.expected(sourceKey, edit), places);
      cursors.moved(sourceKey, edit);
    }

    private void addStep(Step step) {
      if (step.length() != 1) {
        Varint.write(step.length(), lengths);
      }
      if (step.kind() == Kind.EMBED) {
        addOther(step.text());
      } else {
        texts.writeBytes(step.text().getBytes(UTF_8));
      }
      if (step.attributes() != null) {
        addOther(step.attributes());
      }
    }

    private void addOther(String text) {
      byte[] bytes = text.getBytes(UTF_8);
      Varint.write(bytes.length, parts);
      others.writeBytes(bytes);
    }

    byte[] payload() {
      ByteArrayOutputStream payload = new ByteArrayOutputStream();
      payload.write(VERSION);
      payload.writeBytes(new byte[4]);
      try (Columns.Writer columns = new Columns.Writer(payload)) {
        columns.write(sourceKeys);
        columns.write(writers);
        columns.write(seqs);
        columns.write(instants);
        columns.write(pauses);
        columns.write(tags);
        columns.write(edits);
        columns.write(places);
        columns.write(lengths);
        columns.write(texts);
        columns.write(parts);
        columns.write(others);
      }
      return payload.toByteArray();
    }
  }

  private static final class Decoder {
    private final List<Long> sources = new ArrayList<>();
    private final List<Pattern> patterns = new ArrayList<>();
    private final Map<Long, Long> lastSeqs = new HashMap<>();
    private final Cursors cursors = new Cursors();
    private final ByteBuffer writers;
    private final ByteBuffer seqs;
    private final ByteBuffer instants;
    private final ByteBuffer pauses;
    private final ByteBuffer edits;
    private final ByteBuffer places;
    private final ByteBuffer lengths;
    private final String texts;
    private final ByteBuffer parts;
    private final ByteBuffer others;
    private int textRead;

    Decoder(Columns.Reader columns) {
      readSources(columns.read());
      writers = columns.read();
      seqs = columns.read();
      instants = columns.read();
      pauses = columns.read();
      readPatterns(columns.read());
      edits = columns.read();
      places = columns.read();
      lengths = columns.read();
      texts = new String(columns.read().array(), UTF_8);
      parts = columns.read();
      others = columns.read();
    }

    private void readSources(ByteBuffer keys) {
      long key = 0;
      while (keys.hasRemaining()) {
        key += Varint.readSigned(keys);
        sources.add(key);
      }
    }

    private void readPatterns(ByteBuffer tags) {
      while (tags.hasRemaining()) {
        Form form = Form.of(Varint.read(tags));
        byte[] steps = new byte[Math.toIntExact(Varint.read(tags))];
        tags.get(steps);
        StringBuilder pattern = new StringBuilder(steps.length);
        for (byte step : steps) {
          pattern.append((char) step);
        }
        patterns.add(new Pattern(form, pattern.toString()));
      }
    }

    List<Entry> entries(ChunkEntity chunk, long from, long to) {
      List<Entry> entries = new ArrayList<>();
      long end = Math.min(to, chunk.firstVersion() + chunk.operations());
      long time = chunk.committed().toEpochMilli();
      for (long version = chunk.firstVersion(); version < end; version++) {
        long source = sources.get(Math.toIntExact(Varint.read(writers)));
        time += pause();
        long seq = seq(source);
        if (version < from) {
          passOver(source);
        } else {
          entries.add(new Entry(version, source, seq, Instant.ofEpochMilli(time), payload(source)));
        }
      }
      return entries;
    }

    private void passOver(long source) {
      int pattern = Math.toIntExact(Varint.read(edits));
      if (pattern == 0) {
        others.position(Math.addExact(others.position(), Math.toIntExact(Varint.read(parts))));
      } else {
        var unused = edit(source, patterns.get(pattern - 1));
      }
    }

    private long seq(long source) {
      long seq = lastSeqs.getOrDefault(source, 0L) + 1 + Varint.readSigned(seqs);
      lastSeqs.put(source, seq);
      return seq;
    }

    private long pause() {
      long lowest = instants.get() & 0xff;
      return Varint.unzigzag(Varint.read(pauses) << 8 | lowest);
    }

    private String payload(long source) {
      int pattern = Math.toIntExact(Varint.read(edits));
      return pattern == 0 ? other() : edit(source, patterns.get(pattern - 1)).payload();
    }

    private Edit edit(long source, Pattern pattern) {
      List<Step> steps = new ArrayList<>(pattern.tags().length());
      for (int i = 0; i < pattern.tags().length(); i++) {
        steps.add(step(pattern.form(), pattern.tags().charAt(i)));
      }
      Edit unplaced = new Edit(pattern.form(), 0, steps);
      long start = cursors.expected(source, unplaced) + Varint.readSigned(places);
      Edit edit = new Edit(pattern.form(), start, steps);
      cursors.moved(source, edit);
      return edit;
    }

    private Step step(Form form, int tag) {
      Kind kind = Kind.of(tag & KINDS);
      long length = (tag & OF_ONE) == 0 ? Varint.read(lengths) : 1;
      String text =
          switch (kind) {
            case INSERT, DELETE_TEXT -> text(form, length);
            case EMBED -> other();
            case RETAIN, DELETE -> "";
          };
      return new Step(kind, length, text, (tag & ATTRIBUTES) == 0 ? null : other());
    }

    private String text(Form form, long length) {
      int start = textRead;
      textRead = form.after(texts, start, Math.toIntExact(length));
      return texts.substring(start, textRead);
    }

    private String other() {
      byte[] bytes = new byte[Math.toIntExact(Varint.read(parts))];
      others.get(bytes);
      return new String(bytes, UTF_8);
    }
  }
}
