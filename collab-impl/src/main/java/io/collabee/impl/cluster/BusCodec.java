package io.collabee.impl.cluster;

import io.collabee.CollabException;
import io.collabee.DocumentId;
import io.collabee.event.AccessChanged;
import io.collabee.impl.binary.Varint;
import io.collabee.impl.cluster.BusMessage.AccessMayDiffer;
import io.collabee.impl.cluster.BusMessage.Beat;
import io.collabee.impl.cluster.BusMessage.Head;
import io.collabee.impl.cluster.BusMessage.Leaving;
import io.collabee.impl.cluster.BusMessage.Operations;
import io.collabee.impl.cluster.BusMessage.Presence;
import io.collabee.impl.cluster.BusMessage.PresenceWanted;
import io.collabee.impl.cluster.BusMessage.PresencesReplaced;
import io.collabee.impl.cluster.BusMessage.PresencesTold;
import io.collabee.impl.cluster.BusMessage.PresencesWanted;
import io.collabee.impl.cluster.BusMessage.Revoked;
import io.collabee.impl.document.LoggedOperation;
import io.collabee.impl.protocol.Channel;
import io.collabee.impl.protocol.PresenceMessage;
import io.collabee.impl.security.Revocation;
import java.io.ByteArrayOutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The bytes of an envelope, on every bus.
 *
 * <pre>
 * envelope   = 0x01 node message
 * node       = 16 bytes
 * message    = 0x01 document unsigned operation+   operations; the version of the first
 *            | 0x02 document unsigned              head
 *            | 0x03 unsigned presence              its number
 *            | 0x04 unsigned channel               presence wanted; its number
 *            | 0x05 unsigned                       beat
 *            | 0x06                                leaving
 *            | 0x07 unsigned unsigned              presences told; number, rounds
 *            | 0x08 node                           presences wanted
 *            | 0x09 unsigned*                      presences replaced; their numbers
 *            | 0x0a about [document] [string]      access may differ; of a document, of a user
 *            | 0x0b subject hash time time         revoked; issued before, expires
 * document   = string string string                organisation, collection, id
 * channel    = string string                       organisation, name
 * operation  = string unsigned string time string  source, seq, author, time, payload
 * presence   = flags channel string string unsigned [document] string
 *                                                  source, id, version, text
 * flags      = one byte, 1 if it has a document, plus 2 if it is gone
 * about      = one byte, 1 if it has a document, plus 2 if it has a user
 * subject    = one byte, 0 for a token, 1 for a user, 2 for a session
 * hash       = 32 bytes, the SHA-256 of its name
 * time       = 8 bytes, milliseconds since 1970
 * string     = unsigned bytes                      how many bytes of UTF-8, and these
 * unsigned   = seven bits a byte, the lowest first, the high bit set in all but the last
 * </pre>
 *
 * <p>A bus is a place where others may write too, and a node of another release: what is not
 * exactly this is refused, and never costs more memory than its own bytes take. Releases that
 * change anything here change the first byte, and then do not understand each other until all nodes
 * are of one release; they find each other's commits in the log meanwhile.
 */
public final class BusCodec {
  private static final Logger LOG = System.getLogger(BusCodec.class.getName());
  private static final int FORMAT = 1;

  private static final int OPERATIONS = 1;
  private static final int HEAD = 2;
  private static final int PRESENCE = 3;
  private static final int PRESENCE_WANTED = 4;
  private static final int BEAT = 5;
  private static final int LEAVING = 6;
  private static final int PRESENCES_TOLD = 7;
  private static final int PRESENCES_WANTED = 8;
  private static final int PRESENCES_REPLACED = 9;
  private static final int ACCESS_MAY_DIFFER = 10;

  private static final int REVOKED = 11;

  private static final List<Revocation.Kind> REVOKED_KINDS =
      List.of(Revocation.Kind.TOKEN, Revocation.Kind.USER, Revocation.Kind.SESSION);

  private static final int HASH_BYTES = 32;
  private static final int HAS_DOCUMENT = 1;
  private static final int IS_GONE = 2;
  private static final int HAS_USER = 2;

  private BusCodec() {}

  /** The bytes of an envelope. Unpaired surrogates, which no valid name has, become {@code ?}. */
  public static byte[] encode(Envelope envelope) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(128);
    out.write(FORMAT);
    node(envelope.node(), out);
    write(envelope.message(), out);
    return out.toByteArray();
  }

  /** The envelope that the bytes are of; empty if they are of none. */
  public static Optional<Envelope> decode(byte[] bytes) {
    try {
      ByteBuffer in = ByteBuffer.wrap(bytes);
      if (in.get() != FORMAT) {
        throw new IllegalArgumentException("another format");
      }
      Envelope envelope = new Envelope(node(in), message(in));
      if (in.hasRemaining()) {
        throw new IllegalArgumentException("bytes after the message");
      }
      return Optional.of(envelope);
    } catch (BufferUnderflowException
        | CharacterCodingException
        | IllegalArgumentException
        | CollabException e) {
      LOG.log(Level.DEBUG, "{0} bytes on the bus are no message of this release", bytes.length);
      return Optional.empty();
    }
  }

  private static void write(BusMessage message, ByteArrayOutputStream out) {
    if (message instanceof Operations committed) {
      out.write(OPERATIONS);
      document(committed.document(), out);
      Varint.write(committed.operations().get(0).version(), out);
      committed.operations().forEach(operation -> operation(operation, out));
    } else if (message instanceof Head head) {
      out.write(HEAD);
      document(head.document(), out);
      Varint.write(head.version(), out);
    } else if (message instanceof Presence presence) {
      out.write(PRESENCE);
      Varint.write(presence.number(), out);
      presence(presence.presence(), out);
    } else if (message instanceof PresenceWanted wanted) {
      out.write(PRESENCE_WANTED);
      Varint.write(wanted.number(), out);
      channel(wanted.channel(), out);
    } else if (message instanceof Beat beat) {
      out.write(BEAT);
      Varint.write(beat.number(), out);
    } else if (message instanceof Leaving) {
      out.write(LEAVING);
    } else if (message instanceof PresencesTold told) {
      out.write(PRESENCES_TOLD);
      Varint.write(told.number(), out);
      Varint.write(told.rounds(), out);
    } else if (message instanceof PresencesWanted wanted) {
      out.write(PRESENCES_WANTED);
      node(wanted.of(), out);
    } else if (message instanceof PresencesReplaced replaced) {
      out.write(PRESENCES_REPLACED);
      replaced.numbers().forEach(number -> Varint.write(number, out));
    } else if (message instanceof AccessMayDiffer differing) {
      out.write(ACCESS_MAY_DIFFER);
      accessChanged(differing.change(), out);
    } else if (message instanceof Revoked revoked) {
      out.write(REVOKED);
      revocation(revoked.revocation(), out);
    }
  }

  private static BusMessage message(ByteBuffer in) throws CharacterCodingException {
    int kind = in.get();
    return switch (kind) {
      case OPERATIONS -> new Operations(document(in), operations(in));
      case HEAD -> new Head(document(in), unsigned(in));
      case PRESENCE -> presence(in);
      case PRESENCE_WANTED -> presenceWanted(in);
      case BEAT -> new Beat(unsigned(in));
      case LEAVING -> new Leaving();
      case PRESENCES_TOLD -> new PresencesTold(unsigned(in), unsigned(in));
      case PRESENCES_WANTED -> new PresencesWanted(node(in));
      case PRESENCES_REPLACED -> new PresencesReplaced(numbers(in));
      case ACCESS_MAY_DIFFER -> new AccessMayDiffer(accessChanged(in));
      case REVOKED -> new Revoked(revocation(in));
      default -> throw new IllegalArgumentException("unknown kind");
    };
  }

  private static void operation(LoggedOperation operation, ByteArrayOutputStream out) {
    string(operation.source(), out);
    Varint.write(operation.seq(), out);
    string(operation.author(), out);
    fixed(operation.time().toEpochMilli(), out);
    string(operation.payload(), out);
  }

  private static List<LoggedOperation> operations(ByteBuffer in) throws CharacterCodingException {
    long version = unsigned(in);
    List<LoggedOperation> operations = new ArrayList<>();
    do {
      operations.add(
          new LoggedOperation(
              version + operations.size(),
              string(in),
              unsigned(in),
              string(in),
              Instant.ofEpochMilli(in.getLong()),
              string(in)));
    } while (in.hasRemaining());
    if (version + operations.size() < 0) {
      throw new IllegalArgumentException("no version");
    }
    return operations;
  }

  private static void presence(PresenceMessage presence, ByteArrayOutputStream out) {
    out.write(
        (presence.document().isPresent() ? HAS_DOCUMENT : 0) + (presence.isGone() ? IS_GONE : 0));
    channel(presence.channel(), out);
    string(presence.source(), out);
    string(presence.id(), out);
    Varint.write(presence.version(), out);
    presence.document().ifPresent(document -> document(document, out));
    string(presence.text(), out);
  }

  private static Presence presence(ByteBuffer in) throws CharacterCodingException {
    long number = unsigned(in);
    int flags = in.get();
    if ((flags & ~(HAS_DOCUMENT | IS_GONE)) != 0) {
      throw new IllegalArgumentException("unknown flags");
    }
    PresenceMessage presence =
        new PresenceMessage(
            channel(in),
            string(in),
            string(in),
            unsigned(in),
            (flags & HAS_DOCUMENT) == 0 ? Optional.empty() : Optional.of(document(in)),
            (flags & IS_GONE) != 0,
            string(in));
    return new Presence(presence, number);
  }

  private static List<Long> numbers(ByteBuffer in) {
    List<Long> numbers = new ArrayList<>();
    while (in.hasRemaining()) {
      numbers.add(unsigned(in));
    }
    return numbers;
  }

  private static PresenceWanted presenceWanted(ByteBuffer in) throws CharacterCodingException {
    long number = unsigned(in);
    return new PresenceWanted(channel(in), number);
  }

  private static void accessChanged(AccessChanged change, ByteArrayOutputStream out) {
    out.write(
        (change.document().isPresent() ? HAS_DOCUMENT : 0)
            + (change.user().isPresent() ? HAS_USER : 0));
    change.document().ifPresent(document -> document(document, out));
    change.user().ifPresent(user -> string(user, out));
  }

  private static AccessChanged accessChanged(ByteBuffer in) throws CharacterCodingException {
    int about = in.get();
    if ((about & ~(HAS_DOCUMENT | HAS_USER)) != 0) {
      throw new IllegalArgumentException("unknown flags");
    }
    Optional<DocumentId> document =
        (about & HAS_DOCUMENT) == 0 ? Optional.empty() : Optional.of(document(in));
    Optional<String> user = (about & HAS_USER) == 0 ? Optional.empty() : Optional.of(string(in));
    return new AccessChanged(document, user);
  }

  private static void revocation(Revocation revocation, ByteArrayOutputStream out) {
    out.write(REVOKED_KINDS.indexOf(revocation.subject().kind()));
    out.writeBytes(HexFormat.of().parseHex(revocation.subject().hash()));
    fixed(revocation.issuedBefore().toEpochMilli(), out);
    fixed(revocation.expires().toEpochMilli(), out);
  }

  private static Revocation revocation(ByteBuffer in) {
    int kind = in.get();
    if (kind < 0 || kind >= REVOKED_KINDS.size()) {
      throw new IllegalArgumentException("unknown kind of subject");
    }
    byte[] hash = new byte[HASH_BYTES];
    in.get(hash);
    return new Revocation(
        new Revocation.Subject(REVOKED_KINDS.get(kind), HexFormat.of().formatHex(hash)),
        Instant.ofEpochMilli(in.getLong()),
        Instant.ofEpochMilli(in.getLong()));
  }

  private static void node(NodeId node, ByteArrayOutputStream out) {
    fixed(node.value().getMostSignificantBits(), out);
    fixed(node.value().getLeastSignificantBits(), out);
  }

  private static NodeId node(ByteBuffer in) {
    return new NodeId(new UUID(in.getLong(), in.getLong()));
  }

  private static void document(DocumentId document, ByteArrayOutputStream out) {
    string(document.organisation(), out);
    string(document.collection(), out);
    string(document.id(), out);
  }

  private static DocumentId document(ByteBuffer in) throws CharacterCodingException {
    return new DocumentId(string(in), string(in), string(in));
  }

  private static void channel(Channel channel, ByteArrayOutputStream out) {
    string(channel.organisation(), out);
    string(channel.name(), out);
  }

  private static Channel channel(ByteBuffer in) throws CharacterCodingException {
    return new Channel(string(in), string(in));
  }

  private static void string(String text, ByteArrayOutputStream out) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Varint.write(bytes.length, out);
    out.writeBytes(bytes);
  }

  private static String string(ByteBuffer in) throws CharacterCodingException {
    long length = unsigned(in);
    if (length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    ByteBuffer bytes = in.slice().limit((int) length);
    in.position(in.position() + (int) length);
    // Unlike a String's constructor, refuses what is no UTF-8.
    return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
  }

  private static void fixed(long number, ByteArrayOutputStream out) {
    out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
  }

  private static long unsigned(ByteBuffer in) {
    long number = Varint.read(in);
    if (number < 0) {
      throw new IllegalArgumentException("number too large");
    }
    return number;
  }
}
