package io.collabee.impl.ot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.collabee.CollabException;
import io.collabee.ErrorCode;
import io.collabee.Side;
import io.collabee.impl.json.JsonText;
import jakarta.json.JsonValue;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a {@code text} operation does, by example. In JSON here, ' stands for ". */
class TextTypeTest {
  private final TextType text = new TextType();

  @Test
  void itIsFoundByUriByTheNpmPackagesNameAndByOurs() {
    DocumentTypes types = new DocumentTypes(List.of(text, new RichTextType()));

    assertThat(types.get("http://sharejs.org/types/text-unicode")).isSameAs(text);
    assertThat(types.get("text-unicode")).isSameAs(text);
    assertThat(types.get("text")).isSameAs(text);
  }

  @Nested
  class Applying {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '"',
        textBlock =
            """
            'ad'       | [1,'bc']               | 'abcd'
            'abcd'     | [1,{'d':2}]            | 'ad'
            'abcd'     | [1,{'d':'bc'}]         | 'ad'
            'abcd'     | [{'d':1},2,'X',{'d':1}]| 'bcX'
            'ab'       | [2,'c']                | 'abc'
            ''         | ['a']                  | 'a'
            'a'        | [{'d':1}]              | ''
            'a'        | []                     | 'a'
            # a code point beyond the first 65536 counts one
            '😀!'      | [1,'?']                | '😀?!'
            'a😀b'     | [1,{'d':1}]            | 'ab'
            # the text of a deletion is not compared with the document
            'abcd'     | [1,{'d':'xy'}]         | 'ad'
            """)
    void theDocumentIsWalkedOnce(String before, String operation, String after) {
      assertThat(text.apply(content(before), operation(operation))).isEqualTo(content(after));
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '"',
        textBlock =
            """
            'abc' | [4,'x']             | The operation covers 4 code points, but the document has 3
            'abc' | [{'d':4}]           | The operation covers 4 code points, but the document has 3
            'abc' | [2,{'d':'cd'}]      | The operation covers 4 code points, but the document has 3
            '😀'  | [2,'x']             | The operation covers 2 code points, but the document has 1
            ''    | [{'d':1}]           | The operation covers 1 code points, but the document has 0
            'abc' | [2147483647,{'d':1}]| The operation reaches 1 past 2147483647, and no document is that long
            """)
    void whatReachesPastTheEndIsRefused(String before, String operation, String message) {
      assertThatThrownBy(() -> text.apply(content(before), operation(operation)))
          .hasMessage(message)
          .asInstanceOf(type(CollabException.class))
          .extracting(CollabException::code)
          .isEqualTo(ErrorCode.ERR_OT_OP_NOT_APPLIED);
    }

    @Test
    void theSnapshotBeforeStaysAsItWas() {
      Text before = content("'abc'");

      text.apply(before, operation("[1,'x',{'d':2}]"));

      assertThat(before).isEqualTo(content("'abc'"));
    }
  }

  @Nested
  class Reading {

    @Test
    void aDocumentIsCreatedEmptyOrWithAString() {
      assertThat(text.create(JsonValue.NULL)).isEqualTo(content("''"));
      assertThat(text.create(json("'a😀'")).length()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "{}", "['a']", "true", "'\\ud83d'", "'a\\ude00b'"})
    void contentThatIsNoWellFormedStringIsRefused(String data) {
      assertThatThrownBy(() -> text.create(json(data)))
          .asInstanceOf(type(CollabException.class))
          .extracting(CollabException::code)
          .isEqualTo(ErrorCode.ERR_OT_OP_BADLY_FORMED);
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '"',
        textBlock =
            """
            [2.0,'x']               | [2,'x']
            ['a','b']               | ['ab']
            [{'d':1},{'d':2}]       | [{'d':3}]
            [{'d':'a'},{'d':'bc'}]  | [{'d':'abc'}]
            [{'d':'a'},{'d':2}]     | [{'d':3}]
            [{'d':2},{'d':'a'},'x'] | [{'d':3},'x']
            # the order of an insertion and a deletion is kept
            ['x',{'d':1}]           | ['x',{'d':1}]
            [{'d':1},'x']           | [{'d':1},'x']
            """)
    void neighboursOfOneKindAreJoined(String given, String normal) {
      assertThat(text.operationJson(operation(given))).isEqualTo(json(normal));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "null",
          "{}",
          "'x'",
          "1",
          // skips
          "[1]",
          "['x',1]",
          "[1,1,'x']",
          "[0,'x']",
          "[-1,'x']",
          "[0.5,'x']",
          "[1e300,'x']",
          "[2147483648,'x']",
          // insertions
          "['']",
          "['\\ud83d']",
          "['\\ude00\\ud83d']",
          // deletions
          "[{'d':0}]",
          "[{'d':-1}]",
          "[{'d':1.5}]",
          "[{'d':''}]",
          "[{'d':'\\ud83d'}]",
          "[{'d':null}]",
          "[{'d':[1]}]",
          "[{'d':1,'x':1}]",
          "[{}]",
          "[{'i':'x'}]",
          // what is neither
          "[null]",
          "[true]",
          "[[]]",
        })
    void whatIsNoOperationIsRefused(String operation) {
      assertThatThrownBy(() -> operation(operation))
          .asInstanceOf(type(CollabException.class))
          .extracting(CollabException::code)
          .isEqualTo(ErrorCode.ERR_OT_OP_BADLY_FORMED);
    }

    @Test
    void theMessageHasNoContent() {
      assertThatThrownBy(() -> operation("['secret\\ud83d']"))
          .hasMessage("An insertion has an unpaired surrogate at code unit 6");
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
            [1,'a']        | [2,'b']        | [1,'ab']
            ['abc']        | [1,{'d':1}]    | ['ac']
            ['abc']        | [{'d':3}]      | []
            [{'d':1}]      | [{'d':1}]      | [{'d':2}]
            [1,{'d':1}]    | [{'d':2}]      | [{'d':3}]
            [{'d':'a'}]    | [{'d':'b'}]    | [{'d':'ab'}]
            ['😀b']        | [1,{'d':1}]    | ['😀']
            [2,'x']        | [1,{'d':2},'y']| [1,{'d':1},'y']
            [5,'x']        | []             | [5,'x']
            []             | [5,'x']        | [5,'x']
            """)
    void oneOperationDoesWhatTwoDo(String first, String second, String both) {
      assertThat(text.operationJson(text.compose(operation(first), operation(second))))
          .isEqualTo(json(both));
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
            [3,'x']     | [1,'ab']    | [5,'x']           | [5,'x']
            [3,'x']     | [1,{'d':2}] | [1,'x']           | [1,'x']
            [1,'x']     | [3,'ab']    | [1,'x']           | [1,'x']
            # two insertions at one place: the left one's text comes first
            [1,'x']     | [1,'ab']    | [1,'x']           | [3,'x']
            # an insertion within what the other deleted
            [3,'x']     | [1,{'d':4}] | [1,'x']           | [1,'x']
            # deletions that overlap
            [1,{'d':3}] | [2,{'d':4}] | [1,{'d':1}]       | [1,{'d':1}]
            [1,{'d':3}] | [1,{'d':3}] | []                | []
            # an insertion within what this one deletes
            [1,{'d':2}] | [2,'ab']    | [1,{'d':1},2,{'d':1}] | [1,{'d':1},2,{'d':1}]
            [1,{'d':'bc'}] | [2,'😀'] | [1,{'d':'b'},1,{'d':'c'}] | [1,{'d':'b'},1,{'d':'c'}]
            """)
    void anOperationIsMadeToApplyAfterAConcurrentOne(
        String operation, String over, String left, String right) {
      assertThat(transformed(operation, over, Side.LEFT)).isEqualTo(json(left));
      assertThat(transformed(operation, over, Side.RIGHT)).isEqualTo(json(right));
    }

    @Test
    void theOrderOfAnInsertionAndADeletionDecidesWhereItGoes() {
      assertThat(transformed("['x',{'d':1}]", "[1,'a']", Side.LEFT))
          .isEqualTo(json("['x',{'d':1}]"));
      assertThat(transformed("[{'d':1},'x']", "[1,'a']", Side.RIGHT))
          .isEqualTo(json("[{'d':1},1,'x']"));
    }

    @Test
    void anOperationThatWouldPassTheLongestLengthIsRefused() {
      assertThatThrownBy(() -> transformed("[2147483647,'x']", "['abc']", Side.LEFT))
          .asInstanceOf(type(CollabException.class))
          .extracting(CollabException::code)
          .isEqualTo(ErrorCode.ERR_OT_OP_NOT_APPLIED);
    }

    private JsonValue transformed(String operation, String over, Side side) {
      return text.operationJson(text.transform(operation(operation), operation(over), side));
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
            'abcd' | [1,'x']             | [1,{'d':'x'}]
            'abcd' | [1,{'d':2}]         | [1,'bc']
            'a😀b' | [1,{'d':1},'c']     | [1,'😀',{'d':'c'}]
            # what the document had, not what the author said it had
            'abcd' | [1,{'d':'xy'}]      | [1,'bc']
            """)
    void theSnapshotSaysWhatWasDeleted(String before, String operation, String inverse) {
      assertThat(text.invert(operation(operation), content(before)).map(text::operationJson))
          .hasValue(json(inverse));
    }

    @Test
    void whatDoesNotFitIsRefused() {
      assertThatThrownBy(() -> text.invert(operation("[{'d':4}]"), content("'abc'")))
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
            3 | [1,'ab']        | 5 | 5
            1 | [3,'ab']        | 1 | 1
            3 | [1,{'d':5}]     | 1 | 1
            3 | [3,{'d':5}]     | 3 | 3
            2 | ['😀']          | 3 | 3
            # only an own insertion at the position moves it
            3 | [3,'ab']        | 3 | 5
            5 | [3,{'d':2},'ab']| 3 | 5
            0 | ['ab']          | 0 | 2
            """)
    void aPositionStaysAtItsText(int position, String over, int others, int own) {
      assertThat(text.transformPosition(position, operation(over), false)).hasValue(others);
      assertThat(text.transformPosition(position, operation(over), true)).hasValue(own);
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '"',
        textBlock =
            """
            3                              | 5
            null                           | null
            {'index':1,'length':2}         | {'index':1,'length':4}
            {'index':3,'length':-2}        | {'index':5,'length':-4}
            {'index':3,'length':0,'n':'A'} | {'index':5,'length':0,'n':'A'}
            """)
    void aPresenceIsAPositionOrARange(String presence, String moved) {
      assertThat(text.transformPresence(json(presence), operation("[2,'ab']"), false))
          .isEqualTo(json(moved));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "-1",
          "0.5",
          "1e300",
          "'x'",
          "true",
          "[1,2]",
          "{}",
          "{'index':1}",
          "{'length':1}",
          "{'index':'1','length':0}",
          "{'index':-1,'length':1}",
          "{'index':1,'length':-2}",
          "{'index':2147483647,'length':1}",
          "{'index':0,'length':1e308}"
        })
    void anythingElseIsRefused(String presence) {
      assertThatThrownBy(() -> text.transformPresence(json(presence), operation("['a']"), false))
          .asInstanceOf(type(CollabException.class))
          .extracting(CollabException::code)
          .isEqualTo(ErrorCode.ERR_MESSAGE_BADLY_FORMED);
    }
  }

  private static JsonValue json(String quoted) {
    return JsonText.parse(quoted.replace('\'', '"'));
  }

  private TextOperation operation(String quoted) {
    return text.operation(json(quoted));
  }

  private Text content(String quoted) {
    return text.snapshot(json(quoted));
  }
}
