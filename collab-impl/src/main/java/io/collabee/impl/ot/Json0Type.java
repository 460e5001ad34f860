package io.collabee.impl.ot;

import io.collabee.Side;
import io.collabee.impl.ot.Json0Component.ListEdit;
import io.collabee.impl.ot.Json0Component.ObjectEdit;
import io.collabee.spi.DocumentType;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The JSON type that ShareDB documents have by default: any JSON value as content, edited in places
 * named by a path. Merges and transforms exactly as npm {@code ot-json0} 1.1.0.
 *
 * <p>An operation is a list of components, each applied to what the one before it left:
 *
 * <table>
 * <caption>Components</caption>
 * <tr><th>form</th><th>what it does</th></tr>
 * <tr><td>{@code {p, na: x}}</td><td>adds to the number at the path</td></tr>
 * <tr><td>{@code {p, li}}, {@code {p, ld}}, {@code {p, ld, li}}</td>
 *     <td>inserts, deletes, replaces an item of a list; the path ends with its index</td></tr>
 * <tr><td>{@code {p, lm: to}}</td><td>moves an item of a list; {@code to} is its new index</td></tr>
 * <tr><td>{@code {p, oi}}, {@code {p, od}}, {@code {p, od, oi}}</td>
 *     <td>inserts, deletes, replaces a member of an object; the path ends with its key, or is empty
 *     for the whole content</td></tr>
 * <tr><td>{@code {p, si}}, {@code {p, sd}}</td>
 *     <td>inserts or deletes text of a string; the path ends with the position</td></tr>
 * <tr><td>{@code {p, t: "text0", o: [{p, i}, {p, d}]}}</td><td>the same by the subtype</td></tr>
 * </table>
 *
 * <p>Positions in strings count UTF-16 code units. Inserted strings must not have unpaired
 * surrogates; an edit may still cut a pair of the document in two. Numbers are doubles. Of two
 * operations that tie, the {@link Side#LEFT} one wins: its insertion goes first, its value stays.
 *
 * <p>What one should know of {@code json0} itself:
 *
 * <ul>
 *   <li>The old values in {@code ld} and {@code od} are not compared with the document. They are
 *       brought up to date by transformation; one that is untrue may make that fail.
 *   <li>{@code si}/{@code sd} and {@code text0} on the same string are not transformed over one
 *       another. Clients that use both on one string may diverge: a deployment should use one form.
 *   <li>Sums of fractions depend on the order of the additions: clients that add at once may differ
 *       in the last digit.
 *   <li>Transformation costs the product of the numbers of components.
 * </ul>
 *
 * <p>Where the package would go on with something odd, this type refuses: indices outside of the
 * list, positions outside of the string, keys into lists and indices into objects, names of
 * JavaScript's {@code Object.prototype} in paths, subtypes other than {@code text0}, numbers that
 * become infinite, content nested more than 100 deep.
 *
 * <p>The members of an object keep the order in which they came. JavaScript moves keys that look
 * like integers to the front.
 */
public final class Json0Type implements DocumentType<Json0Value, Json0Operation> {

  @Override
  public String name() {
    return "json0";
  }

  @Override
  public String uri() {
    return "http://sharejs.org/types/JSONv0";
  }

  @Override
  public Json0Value create(JsonValue data) {
    return Json0Reader.newValue(data);
  }

  @Override
  public Json0Value snapshot(JsonValue json) {
    return Json0Reader.storedValue(json);
  }

  @Override
  public JsonValue snapshotJson(Json0Value snapshot) {
    return Json0Writer.value(snapshot);
  }

  @Override
  public Json0Operation operation(JsonValue json) {
    return Json0Reader.operation(json);
  }

  @Override
  public JsonValue operationJson(Json0Operation operation) {
    return Json0Writer.operation(operation);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Costs what the operation weighs, by the logarithms of the sizes of the lists, objects and
   * strings that it passes.
   */
  @Override
  public OptionalLong size(Json0Value snapshot) {
    return OptionalLong.of(snapshot.volume());
  }

  @Override
  public Json0Value apply(Json0Value snapshot, Json0Operation operation) {
    Json0Value content = snapshot;
    for (Json0Component c : operation.components()) {
      content = Json0Application.apply(content, c);
    }
    return content;
  }

  @Override
  public Json0Operation compose(Json0Operation first, Json0Operation second) {
    return new Json0Operation(
        Json0Algebra.ALGEBRA.compose(first.components(), second.components()));
  }

  /**
   * {@inheritDoc}
   *
   * @throws io.collabee.CollabException {@link io.collabee.ErrorCode#ERR_OT_OP_NOT_APPLIED} if what
   *     an operation says it deletes is not what the other one found there, {@link
   *     io.collabee.ErrorCode#ERR_LIMIT_EXCEEDED} if the product of the numbers of components is
   *     more than ten million
   */
  @Override
  public Json0Operation transform(Json0Operation operation, Json0Operation over, Side side) {
    return new Json0Operation(
        Json0Algebra.ALGEBRA.transform(operation.components(), over.components(), side));
  }

  /**
   * {@inheritDoc}
   *
   * <p>Old values are taken from the snapshot, not from what the operation carries. A sum that had
   * to be rounded is undone but for the rounding.
   */
  @Override
  public Optional<Json0Operation> invert(Json0Operation operation, Json0Value before) {
    List<Json0Component> inverse = new ArrayList<>(operation.components().size());
    Json0Value content = before;
    for (Json0Component c : operation.components()) {
      Json0Component undo = inverse(c, content);
      if (undo != null) {
        inverse.add(undo);
      }
      content = Json0Application.apply(content, c);
    }
    Collections.reverse(inverse);
    return Optional.of(new Json0Operation(inverse));
  }

  /** The left value stays. */
  @Override
  public Side yieldingSide() {
    return Side.RIGHT;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Members of objects are compared one by one, lists as sequences of items. Strings and numbers
   * that differ are replaced: an edit within a string would have to be in the form that the
   * application uses.
   */
  @Override
  public Optional<Json0Operation> diff(Json0Value from, Json0Value to) {
    return Optional.of(Json0Difference.between(from, to));
  }

  /** Null for a deletion of what is not there. */
  private static @Nullable Json0Component inverse(Json0Component c, Json0Value content) {
    if (c instanceof ObjectEdit edit) {
      Json0Value old = Json0Application.find(content, edit.path());
      return old == null && edit.inserted() == null
          ? null
          : new ObjectEdit(edit.path(), edit.inserted(), old);
    }
    if (c instanceof ListEdit edit && edit.deleted() != null) {
      Json0Value old = Json0Application.find(content, edit.path());
      return new ListEdit(edit.path(), edit.inserted(), old);
    }
    return c.inverse();
  }
}
