package io.collabee.impl.security;

import io.collabee.DocumentId;
import io.collabee.impl.binary.Fields;
import io.collabee.impl.binary.Varint;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a connection is, kept so that its client can go on elsewhere.
 *
 * @param id the session, as {@link Login#session} names it
 * @param secret the hash of what takes it up
 * @param caller the name of its caller
 * @param roles that he had
 * @param credential what his login rests on
 * @param since when it began
 * @param seen when its client was connected for the last time that is known
 * @param expires when it cannot be taken up any more
 * @param address from where its client connected; empty if that is not known
 * @param agent what program its client said it is; empty if it did not
 * @param documents that its client follows; of very many, some
 */
public record KeptSession(
    String id,
    String secret,
    String caller,
    Set<String> roles,
    Credential credential,
    Instant since,
    Instant seen,
    Instant expires,
    Optional<String> address,
    Optional<String> agent,
    Set<DocumentId> documents) {

  private static final byte VERSION = 1;

  /** Some databases have 64 KB for all of it. */
  private static final int MOST_BYTES = 40_000;

  /** Copies the sets. */
  public KeptSession {
    roles = Set.copyOf(roles);
    documents = Set.copyOf(documents);
  }

  byte[] written() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(256);
    out.write(VERSION);
    Fields.write(secret, out);
    Fields.write(caller, out);
    Fields.write(roles, out);
    credential.write(out);
    Fields.write(since, out);
    Fields.write(seen, out);
    Fields.write(expires, out);
    Fields.write(address, out, Fields::write);
    ByteArrayOutputStream followed = new ByteArrayOutputStream(256);
    int count = 0;
    for (DocumentId document : documents) {
      if (followed.size() < MOST_BYTES) {
        count++;
        Fields.write(document.organisation(), followed);
        Fields.write(document.collection(), followed);
        Fields.write(document.id(), followed);
      }
    }
    Varint.write(count, out);
    out.writeBytes(followed.toByteArray());
    // Last, where releases that do not know it have stopped reading.
    Fields.write(agent, out, Fields::write);
    return out.toByteArray();
  }

  /** What was {@linkplain #written written}; empty if it was by a release that we do not know. */
  static Optional<KeptSession> read(String id, byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      return in.get() == VERSION ? Optional.of(read(id, in)) : Optional.empty();
    } catch (BufferUnderflowException
        | IllegalArgumentException
        | ArithmeticException
        | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static KeptSession read(String id, ByteBuffer in) {
    String secret = Fields.text(in);
    String caller = Fields.text(in);
    Set<String> roles = Fields.texts(in);
    Credential credential = Credential.read(in);
    Instant since = Fields.instant(in);
    Instant seen = Fields.instant(in);
    Instant expires = Fields.instant(in);
    Optional<String> address = Fields.optional(in, Fields::text);
    Set<DocumentId> documents = documents(in);
    Optional<String> agent =
        in.hasRemaining() ? Fields.optional(in, Fields::text) : Optional.empty();
    return new KeptSession(
        id, secret, caller, roles, credential, since, seen, expires, address, agent, documents);
  }

  private static Set<DocumentId> documents(ByteBuffer in) {
    Set<DocumentId> documents = new HashSet<>();
    for (long left = Varint.read(in); left > 0; left--) {
      documents.add(new DocumentId(Fields.text(in), Fields.text(in), Fields.text(in)));
    }
    return documents;
  }
}
