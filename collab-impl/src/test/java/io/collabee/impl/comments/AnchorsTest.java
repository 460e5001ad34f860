package io.collabee.impl.comments;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.collabee.Operation;
import io.collabee.comments.Anchor;
import io.collabee.impl.json.JsonText;
import io.collabee.impl.ot.Json0Type;
import io.collabee.impl.ot.RichTextType;
import io.collabee.impl.ot.Seeds;
import io.collabee.impl.ot.TextType;
import io.collabee.spi.DocumentType;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Anchors go where what they are about goes. */
class AnchorsTest {
  private static final DocumentType<?, ?> TEXT = new TextType();
  private static final DocumentType<?, ?> RICH_TEXT = new RichTextType();
  private static final DocumentType<?, ?> JSON = new Json0Type();

  private static Anchor moved(DocumentType<?, ?> type, Anchor anchor, JsonValue op) {
    return new Moving<>(type)
        .over(new Operation.Edit(op))
        .moved(anchor, anchor.version() + 1)
        .orElseThrow();
  }

  /** The browser half's tests read them too; an independent model has made them. */
  @Test
  void rangesMoveAsInTheCasesThatTheBrowserHalfSharesWithUs() throws IOException {
    int cases = 0;
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(getClass().getResourceAsStream("anchors.jsonl")), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonObject json = JsonText.parse(line).asJsonObject();
        Anchor before = new Anchor.Range(7, json.getInt("start"), json.getInt("end"));
        DocumentType<?, ?> type = json.getString("type").equals("text") ? TEXT : RICH_TEXT;

        Anchor after = moved(type, before, json.getOrDefault("op", JsonValue.NULL));

        assertThat(after).as(line).isEqualTo(expected(json.getOrDefault("moved", JsonValue.NULL)));
        cases++;
      }
    }
    assertThat(cases).isEqualTo(300);
  }

  private static Anchor expected(JsonValue moved) {
    return moved instanceof JsonArray ends
        ? new Anchor.Range(8, ends.getInt(0), ends.getInt(1))
        : new Anchor.Gone(8);
  }

  @Test
  void aRangeCoversExactlyWhatIsLeftOfItAndWhatWasPutWithin() {
    Seeds.upTo(
        2_000,
        60,
        (random, size) -> {
          Model model = new Model(1 + random.nextInt(size + 1));
          model.cover(random);
          Anchor anchor = model.anchor(0);

          for (int version = 1; version <= 8 && anchor instanceof Anchor.Range; version++) {
            anchor = moved(TEXT, anchor, model.edit(random));

            assertThat(anchor).isEqualTo(model.anchor(version));
          }
        });
  }

  /** A text each unit of which knows whether the anchor covers it. */
  private static final class Model {
    private List<Boolean> covered;
    private boolean isLost;

    Model(int length) {
      covered = new ArrayList<>(Collections.nCopies(length, false));
    }

    void cover(Random random) {
      int start = random.nextInt(covered.size());
      int end = start + 1 + random.nextInt(covered.size() - start);
      Collections.fill(covered.subList(start, end), true);
    }

    Anchor anchor(long version) {
      return isLost
          ? new Anchor.Gone(version)
          : new Anchor.Range(version, covered.indexOf(true), covered.lastIndexOf(true) + 1);
    }

    /** Keeps, deletes and inserts in turns, as an operation in its normal form does. */
    JsonValue edit(Random random) {
      JsonArrayBuilder op = JsonText.values().createArrayBuilder();
      List<Boolean> after = new ArrayList<>();
      int at = 0;
      boolean keepsAny = false;
      int rounds = 1 + random.nextInt(3);
      for (int round = 0; round < rounds; round++) {
        int kept = random.nextInt(covered.size() - at + 1);
        int deleted = random.nextInt(Math.min(6, covered.size() - at - kept) + 1);
        if (kept > 0) {
          op.add(kept);
        }
        keepsAny |= covered.subList(at, at + kept).contains(true);
        after.addAll(covered.subList(at, at + kept));
        at += kept;
        boolean isWithin = covered.subList(0, at).contains(true) && rest(at).contains(true);
        after.addAll(Collections.nCopies(3, isWithin));
        op.add("new");
        if (deleted > 0) {
          op.add(JsonText.values().createObjectBuilder().add("d", deleted));
        }
        at += deleted;
        if (at == covered.size()) {
          break;
        }
        if (round < rounds - 1) {
          op.add(1);
          keepsAny |= covered.get(at);
          after.add(covered.get(at));
          at++;
        }
      }
      keepsAny |= rest(at).contains(true);
      after.addAll(rest(at));
      isLost = !keepsAny;
      covered = after;
      return merged(op.build());
    }

    private List<Boolean> rest(int at) {
      return covered.subList(at, covered.size());
    }

    /** Two skips after each other as one. */
    private static JsonValue merged(JsonArray op) {
      JsonArrayBuilder merged = JsonText.values().createArrayBuilder();
      int skipped = 0;
      for (int i = 0; i < op.size(); i++) {
        if (op.get(i).getValueType() == JsonValue.ValueType.NUMBER) {
          skipped += op.getInt(i);
          continue;
        }
        if (skipped > 0) {
          merged.add(skipped);
        }
        skipped = 0;
        merged.add(op.get(i));
      }
      return merged.build();
    }
  }

  private static Anchor path(long version, String path) {
    return new Anchor.Path(version, json(path).asJsonArray());
  }

  private static JsonValue json(String text) {
    return JsonText.parse(text.replace('\'', '"'));
  }

  @Test
  void aPathFollowsTheItemOfItsList() {
    Anchor item = path(0, "['todo', 2, 'text']");

    assertThat(moved(JSON, item, json("[{'p':['todo',0],'li':{}}]")))
        .isEqualTo(path(1, "['todo', 3, 'text']"));
    assertThat(moved(JSON, item, json("[{'p':['todo',0],'ld':{}}]")))
        .isEqualTo(path(1, "['todo', 1, 'text']"));
    assertThat(moved(JSON, item, json("[{'p':['todo',2],'lm':0}]")))
        .isEqualTo(path(1, "['todo', 0, 'text']"));
    assertThat(moved(JSON, item, json("[{'p':['other'],'oi':1}]")))
        .isEqualTo(path(1, "['todo', 2, 'text']"));
  }

  @Test
  void aPathStaysAtAValueThatIsEditedAndIsGoneWithOneThatIsReplaced() {
    Anchor value = path(0, "['todo', 2, 'text']");

    assertThat(moved(JSON, value, json("[{'p':['todo',2,'text',0],'si':'x'}]")))
        .isEqualTo(path(1, "['todo', 2, 'text']"));
    assertThat(moved(JSON, value, json("[{'p':['todo',2,'text'],'od':'a','oi':'b'}]")))
        .isEqualTo(new Anchor.Gone(1));
    assertThat(moved(JSON, value, json("[{'p':['todo',2],'ld':{}}]")))
        .isEqualTo(new Anchor.Gone(1));
    assertThat(moved(JSON, value, json("[{'p':['todo'],'od':[]}]"))).isEqualTo(new Anchor.Gone(1));
  }

  @Test
  void nothingIsLeftOfAThreadWhoseDocumentWasDeleted() {
    assertThat(new Moving<>(TEXT).over(new Operation.Delete()).moved(new Anchor.Range(0, 1, 2), 1))
        .isEmpty();
  }
}
