package io.collabee.impl.ot;

import io.collabee.impl.ot.Json0Component.ListEdit;
import io.collabee.impl.ot.Json0Component.ObjectEdit;
import io.collabee.impl.ot.Json0Value.ListValue;
import io.collabee.impl.ot.Json0Value.ObjectValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds what makes of one JSON value another, place by place. */
final class Json0Difference {
  /** What differs in more places is replaced as a whole: transforming costs by the component. */
  private static final int MOST_COMPONENTS = 2_000;

  private final List<Json0Component> components = new ArrayList<>();
  private final List<Object> path = new ArrayList<>();

  private Json0Difference() {}

  static Json0Operation between(Json0Value from, Json0Value to) {
    Json0Difference difference = new Json0Difference();
    difference.compare(from, to);
    return difference.components.size() <= MOST_COMPONENTS
        ? new Json0Operation(difference.components)
        : new Json0Operation(List.of(new ObjectEdit(Json0Path.ROOT, from, to)));
  }

  private void compare(Json0Value from, Json0Value to) {
    if (components.size() > MOST_COMPONENTS) {
      return;
    }
    if (from instanceof ObjectValue old && to instanceof ObjectValue now) {
      compareMembers(old, now);
    } else if (from instanceof ListValue old && to instanceof ListValue now) {
      compareItems(old, now);
    } else if (!from.equals(to)) {
      replace(from, to);
    }
  }

  private void compareMembers(ObjectValue from, ObjectValue to) {
    for (ObjectValue.Member member : from.members()) {
      Json0Value now = to.get(member.key());
      path.add(member.key());
      if (now == null) {
        replace(member.value(), null);
      } else {
        compare(member.value(), now);
      }
      leave();
    }
    for (ObjectValue.Member member : to.members()) {
      if (from.get(member.key()) == null) {
        path.add(member.key());
        replace(null, member.value());
        leave();
      }
    }
  }

  private void compareItems(ListValue from, ListValue to) {
    Map<Json0Value, Integer> ids = new HashMap<>();
    List<Difference.Hunk> hunks =
        Difference.between(tokens(from, ids), tokens(to, ids), Difference.NO_LINES);
    for (Difference.Hunk hunk : hunks) {
      // Everything before is done already, so indices are those of the new list.
      int both = Math.min(hunk.deleted(), hunk.inserted());
      int index = hunk.to();
      for (int i = 0; i < both; i++) {
        path.add(index);
        compare(from.get(hunk.from() + i), to.get(index));
        leave();
        index++;
      }
      for (int i = both; i < hunk.deleted(); i++) {
        path.add(index);
        replace(from.get(hunk.from() + i), null);
        leave();
      }
      for (; index < hunk.toEnd(); index++) {
        path.add(index);
        replace(null, to.get(index));
        leave();
      }
    }
  }

  private static int[] tokens(ListValue list, Map<Json0Value, Integer> ids) {
    int[] tokens = new int[list.size()];
    int at = 0;
    for (Json0Value item : list.items()) {
      Integer id = ids.putIfAbsent(item, ids.size());
      tokens[at++] = id == null ? ids.size() - 1 : id;
    }
    return tokens;
  }

  private void leave() {
    path.remove(path.size() - 1);
  }

  /** Replaces what is at the path; null for nothing. */
  private void replace(@Nullable Json0Value from, @Nullable Json0Value to) {
    Json0Path here = Json0Path.of(path.toArray());
    components.add(
        here.lastIndex() == Json0Path.NO_INDEX
            ? new ObjectEdit(here, from, to)
            : new ListEdit(here, from, to));
  }
}
