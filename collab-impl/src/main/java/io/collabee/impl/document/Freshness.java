package io.collabee.impl.document;

import io.collabee.CollabException;
import io.collabee.DocumentId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks the store for the heads of documents whose content is about to be given away, so that what
 * was committed on any node before somebody asks is in what he gets. Touched by the lane only.
 *
 * <p>There is one question at a time, for all who came while the one before it was being answered:
 * an answer is only good for those who came before the question.
 */
final class Freshness {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Lane lane;
  private final OperationLog log;
  private Map<LiveDocument, List<Lane.Waiting>> next = new HashMap<>();
  private Map<LiveDocument, List<Lane.Waiting>> asked = Map.of();
  private boolean asking;
  private Instant patience = Instant.EPOCH;

  Freshness(Lane lane, OperationLog log) {
    this.lane = lane;
    this.log = log;
  }

  /** Does something when the document has all that was committed before. */
  void await(LiveDocument document, Lane.Waiting waiting) {
    next.computeIfAbsent(document, none -> new ArrayList<>(1)).add(waiting);
  }

  /** Asks for all who wait; if a question is unanswered for too long, they get what there is. */
  void ask(Instant now) {
    if (asking) {
      if (now.isAfter(patience)) {
        answer(Map.of());
        asked = next;
        next = new HashMap<>();
        answer(Map.of());
      }
    } else if (!next.isEmpty()) {
      asking = true;
      asked = next;
      next = new HashMap<>();
      patience = now.plus(PATIENCE);
      List<DocumentId> ids = asked.keySet().stream().map(LiveDocument::id).toList();
      lane.read(() -> log.heads(ids), this::answered, failed -> answered(Map.of()));
    }
  }

  private void answered(Map<DocumentId, OperationLog.Head> heads) {
    asking = false;
    answer(heads);
  }

  private void answer(Map<DocumentId, OperationLog.Head> heads) {
    Map<LiveDocument, List<Lane.Waiting>> answered = asked;
    asked = Map.of();
    answered.forEach(
        (document, all) -> {
          OperationLog.Head head = heads.get(document.id());
          all.forEach(waiting -> goOn(document, head == null ? 0 : head.version(), waiting));
        });
  }

  private void goOn(LiveDocument document, long head, Lane.Waiting waiting) {
    if (!lane.has(document)) {
      lane.whenNewest(document.id(), waiting);
    } else if (document.version() >= head) {
      waiting.run(document);
    } else {
      lane.catchUp().await(document, head, waiting);
    }
  }

  void end(CollabException reason) {
    asked.values().forEach(all -> all.forEach(waiting -> waiting.fail(reason)));
    next.values().forEach(all -> all.forEach(waiting -> waiting.fail(reason)));
  }
}
