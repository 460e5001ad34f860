package io.collabee.impl.comments;

import io.collabee.comments.Anchor;
import io.collabee.comments.Comment;
import io.collabee.comments.CommentThread;
import io.collabee.impl.json.JsonText;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.Optional;

/** An operation on a companion, being made: as small as what it changes. */
final class ThreadEdit {
  private final JsonArrayBuilder components = JsonText.values().createArrayBuilder();
  private boolean isEmpty = true;

  boolean isEmpty() {
    return isEmpty;
  }

  JsonValue json() {
    return components.build();
  }

  ThreadEdit add(CommentThread thread) {
    add(component(thread.id()).add("oi", ThreadJson.write(thread)));
    return this;
  }

  void remove(CommentThread thread) {
    add(component(thread.id()).add("od", ThreadJson.write(thread)));
  }

  void replace(CommentThread thread, Anchor anchor) {
    if (!thread.anchor().equals(anchor)) {
      add(
          component(thread.id(), "anchor")
              .add("od", ThreadJson.write(thread.anchor()))
              .add("oi", ThreadJson.write(anchor)));
    }
  }

  /** Makes of one thread the other, whose comments are as many or one more. */
  ThreadEdit change(CommentThread before, CommentThread after) {
    if (after.comments().stream().allMatch(Comment::isDeleted)) {
      remove(before);
      return this;
    }
    if (!before.resolution().equals(after.resolution())) {
      JsonObjectBuilder resolved = component(before.id(), "resolved");
      before.resolution().ifPresent(old -> resolved.add("od", ThreadJson.write(old)));
      after.resolution().ifPresent(now -> resolved.add("oi", ThreadJson.write(now)));
      add(resolved);
    }
    for (int i = 0; i < after.comments().size(); i++) {
      Optional<Comment> old =
          i < before.comments().size() ? Optional.of(before.comments().get(i)) : Optional.empty();
      Comment now = after.comments().get(i);
      if (old.isEmpty() || !old.get().equals(now)) {
        JsonObjectBuilder comment = component(before.id(), "comments", i);
        old.ifPresent(replaced -> comment.add("ld", ThreadJson.write(replaced)));
        add(comment.add("li", ThreadJson.write(now)));
      }
    }
    return this;
  }

  private void add(JsonObjectBuilder component) {
    components.add(component);
    isEmpty = false;
  }

  private static JsonObjectBuilder component(Object... below) {
    JsonArrayBuilder path = JsonText.values().createArrayBuilder().add("threads");
    for (Object step : below) {
      if (step instanceof Integer index) {
        path.add(index);
      } else {
        path.add(step.toString());
      }
    }
    return JsonText.values().createObjectBuilder().add("p", path);
  }
}
