package io.collabee.impl.protocol;

import io.collabee.CollabException;
import io.collabee.DocumentId;
import io.collabee.ErrorCode;
import io.collabee.impl.document.DocumentService;
import io.collabee.impl.document.DocumentService.Answer;
import io.collabee.impl.security.Rate;
import jakarta.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The presences of one connection, and those it hears of. Whatever it has told is taken back when
 * it unsubscribes from the channel or goes, whether it was subscribed or not.
 */
final class SessionPresence implements PresenceHub.Listener {
  private final DocumentService documents;
  private final PresenceHub hub;
  private final Guard guard;
  private final Peer peer;
  private final Supplier<String> source;
  private final SessionLimits limits;
  private final Rate updates;

  /** Of each channel heard, the documents that the caller may read. */
  private final Map<Channel, Set<DocumentId>> heard = new ConcurrentHashMap<>();

  private final Map<Channel, Long> newestSeq = new HashMap<>();
  private final Map<Key, Told> told = new HashMap<>();
  private volatile boolean clientReturned;

  SessionPresence(
      DocumentService documents,
      PresenceHub hub,
      Guard guard,
      Peer peer,
      Supplier<String> source,
      SessionLimits limits,
      LongSupplier nanoTime) {
    this.documents = documents;
    this.hub = hub;
    this.guard = guard;
    this.peer = peer;
    this.source = source;
    this.limits = limits;
    this.updates = new Rate(limits.presenceUpdates(), nanoTime);
  }

  private record Key(Channel channel, String id) {}

  /** The client was connected before, and has presences that it does not tell unasked. */
  void clientReturned() {
    clientReturned = true;
  }

  /**
   * A presence of this connection and how far it has been told. What it says is not kept, since it
   * may be large: who wants to know it is told by the client.
   */
  private static final class Told {
    private final String source;

    /** How the newest that was told is taken back, null if none was told yet. */
    private Request.@Nullable Presence end;

    private boolean isGone;

    /** How many updates are on their way to the document's newest version. */
    private int underway;

    private boolean withdrawn;

    Told(String source) {
      this.source = source;
    }

    boolean isThere() {
      return end != null && !isGone;
    }

    boolean isOvertaken(Request.Presence presence) {
      return withdrawn || (end != null && presence.version() < end.version());
    }

    void told(Request.Presence newest) {
      end = newest.gone();
      isGone = newest.isGone();
    }
  }

  // Own presences

  /**
   * Tells a presence.
   *
   * @param size how long the message is
   * @param end called when it has been told or refused
   */
  void update(Request.Presence presence, JsonObject message, int size, Runnable end) {
    checkLimits(presence, size);
    if (presence.place().isPresent()) {
      guard.requireRead(presence.place().get().document());
    } else {
      guard.requireRead(presence.channel());
    }
    Told entry = entry(presence);
    presence.toNewestVersion(
        documents,
        entry.source,
        Answer.of(
            moved -> {
              tell(entry, moved);
              end.run();
            },
            reason -> {
              arrived(entry, presence);
              peer.reply(Messages.error(message, reason));
              end.run();
            }));
  }

  /** That a presence is gone may always be told. */
  private void checkLimits(Request.Presence presence, int size) {
    if (size > limits.presenceSize()) {
      throw new CollabException(
          ErrorCode.ERR_LIMIT_EXCEEDED,
          "The presence has " + size + " characters, allowed are " + limits.presenceSize());
    }
    if (!presence.isGone() && !updates.take()) {
      throw new CollabException(
          ErrorCode.ERR_LIMIT_EXCEEDED,
          "Presences change more than "
              + limits.presenceUpdates().perSecond()
              + " times a second, which is the limit");
    }
  }

  private synchronized Told entry(Request.Presence presence) {
    Key key = new Key(presence.channel(), presence.id());
    Told entry = told.get(key);
    if (entry == null) {
      if (told.size() >= limits.presences()) {
        throw new CollabException(
            ErrorCode.ERR_LIMIT_EXCEEDED,
            "The connection has " + limits.presences() + " presences, which is the limit");
      }
      entry = new Told(source.get());
      told.put(key, entry);
    }
    entry.underway++;
    return entry;
  }

  /** An update is no longer on its way: forgets a presence of which nothing is left. */
  private synchronized void arrived(Told entry, Request.Presence presence) {
    entry.underway--;
    if (entry.underway == 0 && !entry.isThere()) {
      told.remove(new Key(presence.channel(), presence.id()), entry);
    }
  }

  /** Tells everybody and, as its ack, the sender; an update overtaken by a later one only him. */
  private synchronized void tell(Told entry, Request.Presence presence) {
    PresenceMessage message = PresenceMessage.of(entry.source, presence);
    if (!entry.isOvertaken(presence)) {
      entry.told(presence);
      hub.tell(message, this);
    }
    arrived(entry, presence);
    peer.reply(message.text());
  }

  /** Takes back what was told on a channel. */
  private synchronized void withdraw(Channel channel) {
    for (Map.Entry<Key, Told> entry : List.copyOf(told.entrySet())) {
      if (entry.getKey().channel().equals(channel)) {
        withdraw(entry.getKey(), entry.getValue());
      }
    }
  }

  private void withdraw(Key key, Told entry) {
    told.remove(key);
    entry.withdrawn = true;
    Request.Presence gone = entry.end;
    if (gone == null || entry.isGone) {
      return;
    }
    Consumer<Request.Presence> tell =
        moved -> hub.tell(PresenceMessage.of(entry.source, moved), this);
    gone.toNewestVersion(documents, entry.source, Answer.of(tell, reason -> tell.accept(gone)));
  }

  // Those of others

  void subscribe(Request.PresenceSubscribe request) {
    Channel channel = request.channel();
    Set<DocumentId> readable = guard.requireRead(channel);
    if (isNewest(channel, request.seq())) {
      if (!heard.containsKey(channel) && heard.size() >= limits.presences()) {
        throw new CollabException(
            ErrorCode.ERR_LIMIT_EXCEEDED,
            "The connection hears " + limits.presences() + " channels, which is the limit");
      }
      heard.put(channel, readable);
      hub.join(channel, this);
      // What has changed since the policy was asked was told when there was nothing to cut off.
      if (!keepReadable(channel)) {
        throw Guard.readForbidden();
      }
      hub.want(channel, this);
      if (clientReturned) {
        // It tells those of its presences that ended with its last connection only if asked.
        wanted(channel);
      }
    }
    peer.reply(Messages.presenceDone("ps", channel, request.seq()));
  }

  void unsubscribe(Request.PresenceUnsubscribe request) {
    Channel channel = request.channel();
    if (isNewest(channel, request.seq())) {
      hub.leave(channel, this);
      heard.remove(channel);
      withdraw(channel);
    }
    peer.reply(Messages.presenceDone("pu", channel, request.seq()));
  }

  /** Of a channel only what may still be read is heard on; false if that is nothing. */
  private boolean keepReadable(Channel channel) {
    Set<DocumentId> before = heard.getOrDefault(channel, Set.of());
    Set<DocumentId> after = guard.stillReadable(before);
    if (after.isEmpty() && !before.isEmpty()) {
      heard.remove(channel);
      hub.leave(channel, this);
      return false;
    }
    heard.computeIfPresent(channel, (key, readable) -> after);
    return true;
  }

  /** Hears nothing more about a document, and takes back what was told about it. */
  void cutOff(DocumentId document) {
    for (Channel channel : heard.keySet()) {
      if (channel.documents().contains(document)) {
        keepReadable(channel);
      }
    }
    withdraw(document);
  }

  private synchronized void withdraw(DocumentId document) {
    for (Map.Entry<Key, Told> entry : List.copyOf(told.entrySet())) {
      List<DocumentId> documents = entry.getKey().channel().documents();
      if (documents.contains(document) && documents.stream().allMatch(guard::isForbidden)) {
        withdraw(entry.getKey(), entry.getValue());
      }
    }
  }

  /** The documents of the channels that are heard. */
  Set<DocumentId> documents() {
    return heard.values().stream().flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());
  }

  void want(Request.PresenceRequest request) {
    guard.requireRead(request.channel());
    hub.want(request.channel(), this);
    peer.reply(Messages.presenceRequested());
  }

  private synchronized boolean isNewest(Channel channel, OptionalLong seq) {
    if (seq.isEmpty()) {
      return true;
    }
    Long newest = newestSeq.get(channel);
    if (newest != null && seq.getAsLong() < newest) {
      return false;
    }
    if (newest == null && newestSeq.size() >= limits.presences()) {
      newestSeq.clear();
    }
    newestSeq.put(channel, seq.getAsLong());
    return true;
  }

  @Override
  public void told(PresenceMessage presence) {
    Set<DocumentId> readable = heard.get(presence.channel());
    if (readable == null || presence.source().equals(source.get())) {
      return;
    }
    if (presence.document().isPresent() && !readable.contains(presence.document().get())) {
      return;
    }
    if (presence.isGone()) {
      peer.push(presence.text());
    } else {
      peer.presence(
          presence.channel().name() + '\n' + presence.source() + '\n' + presence.id(),
          presence.text());
    }
  }

  @Override
  public void wanted(Channel channel) {
    if (heard.containsKey(channel)) {
      peer.push(Messages.presenceWanted(channel));
    }
  }

  /** Takes back everything and hears nothing more. */
  void close() {
    for (Channel channel : heard.keySet()) {
      hub.leave(channel, this);
    }
    heard.clear();
    synchronized (this) {
      Map.copyOf(told).forEach(this::withdraw);
    }
  }
}
