package io.collabee.impl.ot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.collabee.CollabException;
import io.collabee.ErrorCode;
import io.collabee.Side;
import io.collabee.impl.json.JsonText;
import jakarta.json.JsonValue;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a {@code rich-text} operation does, by example. In JSON here, ' stands for ", and i, r, d
 * and a for the names insert, retain, delete and attributes.
 */
class RichTextTypeTest {
  private final RichTextType rich = new RichTextType();

  @Nested
  class Applying {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '"',
        textBlock =
            """
            [{i:'ad'}]  | [{r:1},{i:'bc'}]         | [{i:'abcd'}]
            [{i:'abcd'}]| [{r:1},{d:2}]            | [{i:'ad'}]
            []          | [{i:'a'}]                | [{i:'a'}]
            [{i:'a'}]   | [{d:1}]                  | []
            [{i:'a'}]   | []                       | [{i:'a'}]
            # formatting
            [{i:'abc'}] | [{r:1},{r:1,a:{'b':1}}]  | [{i:'a'},{i:'b',a:{'b':1}},{i:'c'}]
            [{i:'ab',a:{'b':1}}] | [{r:1,a:{'b':null}}] | [{i:'a'},{i:'b',a:{'b':1}}]
            [{i:'a'},{i:'b',a:{'b':1}}] | [{r:1},{r:1,a:{'b':null}}] | [{i:'ab'}]
            [{i:'a',a:{'b':1,'c':2}}] | [{r:1,a:{'b':3}}] | [{i:'a',a:{'b':3,'c':2}}]
            # values are replaced whole, and compared deeply
            [{i:'a',a:{'n':{'x':1}}}] | [{r:1,a:{'n':{'y':1}}}] | [{i:'a',a:{'n':{'y':1}}}]
            [{i:'a',a:{'n':{'x':1,'y':[2]}}}] | [{r:1},{i:'b',a:{'n':{'y':[2.0],'x':1}}}] | [{i:'ab',a:{'n':{'x':1,'y':[2]}}}]
            # embeds count one and are never joined
            [{i:{'image':'u'}},{i:'b'}] | [{r:1},{i:{'image':'u'}}] | [{i:{'image':'u'}},{i:{'image':'u'}},{i:'b'}]
            [{i:'a'},{i:{'image':'u'}},{i:'b'}] | [{r:1},{d:1}] | [{i:'ab'}]
            [{i:{'image':'u'}}] | [{r:1,a:{'w':5}}] | [{i:{'image':'u'},a:{'w':5}}]
            """)
    void theDocumentIsWalkedOnce(String before, String operation, String after) {
      assertThat(rich.snapshotJson(rich.apply(content(before), operation(operation))))
          .isEqualTo(ops(after));
    }

    @Test
    void lengthsAreUtf16CodeUnitsAndMayCutASurrogatePair() {
      RichText before = content("[{i:'😀!'}]");

      assertThat(rich.apply(before, operation("[{r:2},{i:'?'}]")))
          .isEqualTo(content("[{i:'😀?!'}]"));
      RichText half = rich.apply(before, operation("[{d:1}]"));
      assertThat(JsonText.write(rich.snapshotJson(half)))
          .isEqualTo("{\"ops\":[{\"insert\":\"\\ude00!\"}]}");
      assertThat(rich.snapshot(rich.snapshotJson(half))).isEqualTo(half);
      RichText formatted = rich.apply(before, operation("[{r:1,a:{'b':1}}]"));
      assertThat(rich.apply(formatted, operation("[{r:1,a:{'b':null}}]"))).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '"',
        textBlock =
            """
            [{i:'abc'}] | [{r:4}]               | The delta covers a length of 4, but the document has 3
            [{i:'abc'}] | [{d:4}]               | The delta covers a length of 4, but the document has 3
            [{i:'abc'}] | [{r:2},{r:2,a:{'b':1}}] | The delta covers a length of 4, but the document has 3
            []          | [{i:'x'},{d:1}]       | The delta covers a length of 1, but the document has 0
            [{i:'abc'}] | [{r:2147483647},{d:1}]| The operation reaches 1 past 2147483647, and no document is that long
            """)
    void whatReachesPastTheEndIsRefused(String before, String operation, String message) {
      assertThatThrownBy(() -> rich.apply(content(before), operation(operation)))
          .hasMessage(message)
          .asInstanceOf(type(CollabException.class))
          .extracting(CollabException::code)
          .isEqualTo(ErrorCode.ERR_OT_OP_NOT_APPLIED);
    }

    @Test
    void theSnapshotBeforeStaysAsItWas() {
      RichText before = content("[{i:'abc'}]");

      rich.apply(before, operation("[{r:1,a:{'b':1}},{d:1},{i:'x'}]"));

      assertThat(before).isEqualTo(content("[{i:'abc'}]"));
    }
  }

  @Nested
  class Reading {

    @Test
    void aDocumentIsCreatedEmptyOrFromEitherForm() {
      assertThat(rich.snapshotJson(rich.create(JsonValue.NULL))).isEqualTo(ops("[]"));
      assertThat(rich.create(ops("[{i:'a'}]"))).isEqualTo(rich.create(json("[{i:'a'}]")));
    }

    @Test
    void operationsAreReadInEitherFormAndWrittenInOne() {
      Delta delta = operation("[{r:1},{i:'a'}]");

      assertThat(rich.operation(ops("[{r:1},{i:'a'}]"))).isEqualTo(delta);
      assertThat(rich.operationJson(delta)).isEqualTo(ops("[{r:1},{i:'a'}]"));
    }

    @Test
    void stepsAreKeptAsTheyWereSent() {
      JsonValue sent = ops("[{d:1},{i:'a'},{i:'b'},{r:1},{r:1}]");

      assertThat(rich.operationJson(rich.operation(sent))).isEqualTo(sent);
    }

    @Test
    void neighboursOfOneFormattingInADocumentAreWrittenAsOne() {
      assertThat(rich.snapshotJson(content("[{i:'a',a:{}},{i:'b',a:null},{i:'c',a:{'b':1}}]")))
          .isEqualTo(ops("[{i:'ab'},{i:'c',a:{'b':1}}]"));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "1",
          "'a'",
          "{}",
          "{'ops':1}",
          "[{r:1}]",
          "[{i:'a'},{d:1}]",
          "[{i:''}]",
          "[{i:'a',a:{'b':null}}]",
          "[{i:'\\ud83d'}]"
        })
    void contentThatIsNotOnlyInsertionsIsRefused(String data) {
      assertThatThrownBy(() -> rich.create(json(data)))
          .asInstanceOf(type(CollabException.class))
          .extracting(CollabException::code)
          .isEqualTo(ErrorCode.ERR_OT_OP_BADLY_FORMED);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "null",
          "1",
          "'a'",
          "{}",
          "{'ops':null}",
          "{i:'a'}",
          // steps
          "[null]",
          "[1]",
          "[[]]",
          "[{}]",
          "[{a:{'b':1}}]",
          "[{'x':1}]",
          "[{i:'a','x':1}]",
          "[{i:'a',d:1}]",
          "[{r:1,d:1}]",
          "[{i:'a',r:1,d:1}]",
          // lengths
          "[{r:0}]",
          "[{r:-1}]",
          "[{r:1.5}]",
          "[{r:'1'}]",
          "[{r:null}]",
          "[{r:2147483648}]",
          "[{d:0}]",
          "[{d:-1}]",
          "[{d:{}}]",
          // insertions
          "[{i:''}]",
          "[{i:{}}]",
          "[{i:1}]",
          "[{i:null}]",
          "[{i:[]}]",
          "[{i:'\\ud83d'}]",
          "[{i:'a\\ude00'}]",
          // attributes
          "[{i:'a',a:{'b':null}}]",
          "[{i:{'image':'u'},a:{'b':null}}]",
          "[{r:1,a:1}]",
          "[{r:1,a:[]}]",
          "[{d:1,a:{'b':1}}]",
        })
    void whatIsNoOperationIsRefused(String operation) {
      assertThatThrownBy(() -> operation(operation))
          .asInstanceOf(type(CollabException.class))
          .extracting(CollabException::code)
          .isEqualTo(ErrorCode.ERR_OT_OP_BADLY_FORMED);
    }

    @Test
    void changesWithinEmbedsAreRefusedAndTheMessageSaysSo() {
      assertThatThrownBy(() -> operation("[{r:{'table':[]}}]"))
          .hasMessage("A retain has an object: changes within embeds are not supported");
    }
  }

  @Nested
  class Composing {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '"',
        textBlock =
            """
            [{r:1},{i:'a'}]     | [{r:2},{i:'b'}]      | [{r:1},{i:'ab'}]
            [{i:'abc'}]         | [{r:1},{d:1}]        | [{i:'ac'}]
            [{d:1}]             | [{d:1}]              | [{d:2}]
            # an insertion goes before a deletion
            [{d:1}]             | [{i:'a'}]            | [{i:'a'},{d:1}]
            # a change remembers what it takes away, an insertion need not
            [{r:1,a:{'b':1}}]   | [{r:1,a:{'b':null}}] | [{r:1,a:{'b':null}}]
            [{i:'a',a:{'b':1}}] | [{r:1,a:{'b':null}}] | [{i:'a'}]
            [{i:'a'}]           | [{r:1,a:{'b':null}}] | [{i:'a'}]
            [{r:1,a:{'b':1}}]   | [{r:1,a:{'c':2}}]    | [{r:1,a:{'b':1,'c':2}}]
            # composing may leave half of a surrogate pair to insert
            [{i:'x😀'}]         | [{d:2}]              | [{i:'\\ude00'}]
            """)
    void oneOperationDoesWhatTwoDo(String first, String second, String both) {
      assertThat(rich.operationJson(rich.compose(operation(first), operation(second))))
          .isEqualTo(ops(both));
    }
  }

  @Nested
  class Transforming {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '"',
        textBlock =
            """
            # at different places
            [{r:3},{i:'x'}] | [{r:1},{i:'ab'}] | [{r:5},{i:'x'}] | [{r:5},{i:'x'}]
            [{r:3},{i:'x'}] | [{r:1},{d:2}]    | [{r:1},{i:'x'}] | [{r:1},{i:'x'}]
            # two insertions at one place: the right one's comes first
            [{r:1},{i:'x'}] | [{r:1},{i:'ab'}] | [{r:3},{i:'x'}] | [{r:1},{i:'x'}]
            # two changes of one attribute: the right one's stays
            [{r:1,a:{'b':1,'c':1}}] | [{r:1,a:{'b':2}}] | [{r:1,a:{'c':1}}] | [{r:1,a:{'b':1,'c':1}}]
            [{r:1,a:{'b':1}}] | [{r:1,a:{'b':null}}] | []        | [{r:1,a:{'b':1}}]
            # deletions that overlap
            [{r:1},{d:3}]   | [{r:2},{d:4}]    | [{r:1},{d:1}]   | [{r:1},{d:1}]
            [{d:3}]         | [{d:3}]          | []              | []
            # formatting what the other deletes or prolongs
            [{r:3,a:{'b':1}}] | [{r:1},{d:1}]  | [{r:2,a:{'b':1}}] | [{r:2,a:{'b':1}}]
            [{r:2,a:{'b':1}}] | [{r:1},{i:'x'}] | [{r:1,a:{'b':1}},{r:1},{r:1,a:{'b':1}}] | [{r:1,a:{'b':1}},{r:1},{r:1,a:{'b':1}}]
            """)
    void anOperationIsMadeToApplyAfterAConcurrentOne(
        String operation, String over, String left, String right) {
      assertThat(transformed(operation, over, Side.LEFT)).isEqualTo(ops(left));
      assertThat(transformed(operation, over, Side.RIGHT)).isEqualTo(ops(right));
    }

    @Test
    void anOperationThatWouldPassTheLongestLengthIsRefused() {
      assertThatThrownBy(() -> transformed("[{r:2147483647},{i:'x'}]", "[{i:'abc'}]", Side.LEFT))
          .asInstanceOf(type(CollabException.class))
          .extracting(CollabException::code)
          .isEqualTo(ErrorCode.ERR_OT_OP_NOT_APPLIED);
    }

    private JsonValue transformed(String operation, String over, Side side) {
      return rich.operationJson(rich.transform(operation(operation), operation(over), side));
    }
  }

  @Nested
  class Inverting {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '"',
        textBlock =
            """
            [{i:'abcd'}] | [{r:1},{i:'x'}]              | [{r:1},{d:1}]
            [{i:'ab',a:{'b':1}},{i:'c'}] | [{d:3}]      | [{i:'ab',a:{'b':1}},{i:'c'}]
            [{i:'a',a:{'b':1}},{i:'c'}] | [{r:2,a:{'b':2}}] | [{r:1,a:{'b':1}},{r:1,a:{'b':null}}]
            [{i:{'image':'u'}}] | [{d:1},{i:'x'}]       | [{i:{'image':'u'}},{d:1}]
            """)
    void theSnapshotSaysWhatWas(String before, String operation, String inverse) {
      assertThat(rich.invert(operation(operation), content(before)).map(rich::operationJson))
          .hasValue(ops(inverse));
    }

    @Test
    void whatDoesNotFitIsRefused() {
      assertThatThrownBy(() -> rich.invert(operation("[{d:4}]"), content("[{i:'abc'}]")))
          .asInstanceOf(type(CollabException.class))
          .extracting(CollabException::code)
          .isEqualTo(ErrorCode.ERR_OT_OP_NOT_APPLIED);
    }
  }

  @Nested
  class MovingPositions {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '"',
        textBlock =
            """
            3 | [{r:1},{i:'ab'}]         | 5 | 5
            1 | [{r:3},{i:'ab'}]         | 1 | 1
            3 | [{r:1},{d:5}]            | 1 | 1
            2 | [{i:{'image':'u'}}]      | 3 | 3
            # only an own insertion at the position moves it
            3 | [{r:3},{i:'ab'}]         | 3 | 5
            5 | [{r:3},{d:2},{i:'ab'}]   | 3 | 5
            """)
    void aPositionStaysAtItsText(int position, String over, int others, int own) {
      assertThat(rich.transformPosition(position, operation(over), false)).hasValue(others);
      assertThat(rich.transformPosition(position, operation(over), true)).hasValue(own);
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '"',
        textBlock =
            """
            null                           | null
            {'index':1,'length':2}         | {'index':1,'length':4}
            {'index':0,'length':2}         | {'index':0,'length':2}
            {'index':3,'length':0,'n':'A'} | {'index':5,'length':0,'n':'A'}
            """)
    void aSelectionKeepsItsTextAndItsOtherFields(String presence, String moved) {
      Delta byAnother = operation("[{r:2},{i:'ab'}]");

      assertThat(rich.transformPresence(json(presence), byAnother, false)).isEqualTo(json(moved));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "'x'", "[1,2]", "{}", "{'index':1}", "{'index':-1,'length':1}"})
    void anythingElseIsRefused(String presence) {
      assertThatThrownBy(() -> rich.transformPresence(json(presence), Delta.NONE, false))
          .asInstanceOf(type(CollabException.class))
          .extracting(CollabException::code)
          .isEqualTo(ErrorCode.ERR_MESSAGE_BADLY_FORMED);
    }
  }

  private static JsonValue json(String shortened) {
    return JsonText.parse(
        shortened
            .replaceAll("([{,])i:", "$1'insert':")
            .replaceAll("([{,])r:", "$1'retain':")
            .replaceAll("([{,])d:", "$1'delete':")
            .replaceAll("([{,])a:", "$1'attributes':")
            .replace('\'', '"'));
  }

  /** The form in which operations and snapshots are written. */
  private static JsonValue ops(String shortened) {
    return JsonText.values().createObjectBuilder().add("ops", json(shortened)).build();
  }

  private Delta operation(String shortened) {
    return rich.operation(json(shortened));
  }

  private RichText content(String shortened) {
    return rich.snapshot(json(shortened));
  }
}
