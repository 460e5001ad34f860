package io.collabee.comments;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Comments on one thing in a document.
 *
 * @param id unique among the document's threads
 * @param anchor what it is about
 * @param quote how that read when the thread was started, 200 characters of it at the most; empty
 *     for a document as a whole, and for what is no text
 * @param resolution empty as long as it is open
 * @param comments at least one, in the order in which they were said
 */
public record CommentThread(
    String id,
    Anchor anchor,
    String quote,
    Optional<Resolution> resolution,
    List<Comment> comments) {

  /** Copies the comments. */
  public CommentThread {
    comments = List.copyOf(comments);
  }

  /** Whether it is settled. */
  public boolean isResolved() {
    return resolution.isPresent();
  }

  /** The comment of an id. */
  public Optional<Comment> comment(String id) {
    return comments.stream().filter(comment -> comment.id().equals(id)).findFirst();
  }

  /** Who has said something that still stands, first who started it; without nobodies. */
  public Set<String> participants() {
    Set<String> names = new LinkedHashSet<>();
    comments.stream()
        .filter(comment -> !comment.isDeleted() && !comment.author().isEmpty())
        .forEach(comment -> names.add(comment.author()));
    return names;
  }
}
