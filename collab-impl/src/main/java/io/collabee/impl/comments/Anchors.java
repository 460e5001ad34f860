package io.collabee.impl.comments;

import io.collabee.CollabException;
import io.collabee.comments.Anchor;
import io.collabee.comments.CommentThread;
import io.collabee.impl.document.LoggedOperation;
import io.collabee.impl.document.View;
import io.collabee.impl.document.View.Content;
import io.collabee.impl.history.Pages;
import io.collabee.impl.history.Past;
import io.collabee.spi.DocumentType;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings the anchors of a document's threads to one version, by the operations in the log.
 *
 * <p>The work is bounded. Over more than {@link #FAR} operations, or if all anchors together would
 * move more than {@link #MOST_MOVES} times, they go by what differs between the contents at both
 * ends instead, which is found in a bounded time; so they do if the operations are kept no longer.
 * If that cannot be told either, what they were about counts as gone.
 */
final class Anchors {
  private static final Logger LOG = System.getLogger(Anchors.class.getName());

  /** How many operations are gone through. */
  static final int FAR = 5_000;

  /** How often anchors are moved by single operations, all together. */
  static final int MOST_MOVES = 200_000;

  private final Past past;
  private final Pages pages;

  Anchors(Past past) {
    this.past = past;
    this.pages = new Pages(past);
  }

  /**
   * The threads with their anchors at a version, or at their own if that is later. Threads of a
   * document that was deleted since are left out.
   *
   * @param now the newest content of the document, which exists
   * @param version up to that of {@code now}
   */
  List<CommentThread> at(View now, List<CommentThread> threads, long version) {
    if (threads.isEmpty()) {
      return threads;
    }
    Journey<?> journey = new Journey<>(now, now.content().orElseThrow().type(), threads);
    journey.to(version);
    return journey.threads();
  }

  /** Whether more than this part of the bounds is between threads and a version. */
  static boolean isFar(Collection<CommentThread> threads, long version, int part) {
    return areFar(threads.stream().map(CommentThread::anchor).toList(), version, part);
  }

  private static boolean areFar(Collection<Anchor> anchors, long version, int part) {
    long moves = 0;
    for (Anchor anchor : anchors) {
      long behind = Math.max(0, version - anchor.version());
      moves += behind;
      if (behind > FAR / part || moves > MOST_MOVES / part) {
        return true;
      }
    }
    return false;
  }

  /** Anchors on their way from version to version. */
  private final class Journey<O> {
    private final View now;
    private final DocumentType<?, O> type;
    private final Moving<O> moving;
    private final Map<CommentThread, Anchor> places = new LinkedHashMap<>();

    Journey(View now, DocumentType<?, O> type, List<CommentThread> threads) {
      this.now = now;
      this.type = type;
      this.moving = new Moving<>(type);
      threads.forEach(thread -> places.put(thread, thread.anchor()));
    }

    List<CommentThread> threads() {
      return places.entrySet().stream()
          .map(
              place -> {
                CommentThread thread = place.getKey();
                return new CommentThread(
                    thread.id(),
                    place.getValue(),
                    thread.quote(),
                    thread.resolution(),
                    thread.comments());
              })
          .toList();
    }

    void to(long version) {
      long oldest = places.values().stream().mapToLong(Anchor::version).min().orElse(version);
      long newest =
          places.values().stream()
              .mapToLong(Anchor::version)
              .filter(own -> own <= version)
              .max()
              .orElse(version);
      if (areFar(places.values(), version, 1)) {
        // They are not far apart, since whoever starts a thread brings on the others.
        go(oldest, newest);
        leap(newest, version);
      } else {
        go(oldest, version);
      }
    }

    /** Over each operation. */
    private void go(long from, long to) {
      if (areFar(places.values(), to, 1)) {
        leap(from, to);
        return;
      }
      try {
        pages.forEach(now.document(), from, to, this::over);
      } catch (CollabException e) {
        if (e.code().isRetryable()) {
          throw e;
        }
        // They are not kept.
        leap(from, to);
      }
    }

    private void over(LoggedOperation logged) {
      Moving.Step step = step(logged);
      places.entrySet().removeIf(place -> isLost(place, step, logged.version()));
    }

    private Moving.Step step(LoggedOperation logged) {
      try {
        return moving.over(logged.operation());
      } catch (CollabException e) {
        // Of a document of another type, which was here before it was deleted.
        return (anchor, version) -> Optional.of(new Anchor.Gone(version));
      }
    }

    private boolean isLost(Map.Entry<CommentThread, Anchor> place, Moving.Step step, long version) {
      if (place.getValue().version() > version) {
        return false;
      }
      Optional<Anchor> moved = step.moved(place.getValue(), version + 1);
      moved.ifPresent(place::setValue);
      return moved.isEmpty();
    }

    /** Over what differs, each from its own version or, if that is earlier, as if from here. */
    private void leap(long from, long to) {
      if (places.values().stream().allMatch(anchor -> anchor.version() >= to)) {
        return;
      }
      Optional<Moving.Step> difference = difference(from, to).map(moving::over);
      places.replaceAll(
          (thread, anchor) -> {
            if (anchor.version() >= to) {
              return anchor;
            }
            return difference
                .filter(step -> anchor.version() <= from)
                .flatMap(step -> step.moved(anchor, to))
                .orElseGet(
                    () ->
                        anchor instanceof Anchor.Whole
                            ? Moving.at(anchor, to)
                            : new Anchor.Gone(to));
          });
    }

    private Optional<O> difference(long from, long to) {
      try {
        return difference(past.at(now.document(), from), past.at(now.document(), to));
      } catch (CollabException e) {
        if (e.code().isRetryable()) {
          throw e;
        }
        LOG.log(
            Level.DEBUG,
            "What differs between versions of {0} is not known: {1}",
            now.document(),
            e.code());
        return Optional.empty();
      }
    }

    private Optional<O> difference(View from, View to) {
      return from.content()
          .filter(before -> before.type() == type)
          .flatMap(
              before ->
                  to.content()
                      .filter(after -> after.type() == type)
                      .flatMap(after -> difference(before, after)));
    }

    /** Both are of the type of the operations. */
    @SuppressWarnings("unchecked")
    private <S> Optional<O> difference(Content<S> before, Content<?> after) {
      return ((DocumentType<S, O>) before.type()).diff(before.value(), (S) after.value());
    }
  }
}
