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

/** What a {@code json0} operation does, by example. In JSON here, ' stands for ". */
class Json0TypeTest {
  private final Json0Type json0 = new Json0Type();

  @Nested
  class Applying {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '"',
        textBlock =
            """
            # numbers
            {'n':1}      | [{'p':['n'],'na':2}]                | {'n':3}
            {'n':0.1}    | [{'p':['n'],'na':0.2}]              | {'n':0.30000000000000004}
            7            | [{'p':[],'na':-7}]                  | 0
            # lists
            [1,2]        | [{'p':[1],'li':'x'}]                | [1,'x',2]
            [1,2]        | [{'p':[2],'li':null}]               | [1,2,null]
            [1,2]        | [{'p':[0],'ld':1}]                  | [2]
            [1,2]        | [{'p':[0],'ld':1,'li':{'a':[]}}]    | [{'a':[]},2]
            [1,2,3,4]    | [{'p':[0],'lm':2}]                  | [2,3,1,4]
            [1,2,3,4]    | [{'p':[3],'lm':0}]                  | [4,1,2,3]
            # objects
            {'a':1}      | [{'p':['b'],'oi':2}]                | {'a':1,'b':2}
            {'a':1,'b':2}| [{'p':['a'],'od':1}]                | {'b':2}
            {'a':1}      | [{'p':['a'],'od':1,'oi':[]}]        | {'a':[]}
            {'a':1}      | [{'p':['a'],'oi':2}]                | {'a':2}
            {'a':1}      | [{'p':['b'],'od':2}]                | {'a':1}
            {'a':1}      | [{'p':[],'od':{'a':1},'oi':[1]}]    | [1]
            {'a':1}      | [{'p':[],'od':{'a':1}}]             | null
            # strings, in both forms
            {'s':'ad'}   | [{'p':['s',1],'si':'bc'}]           | {'s':'abcd'}
            {'s':'abcd'} | [{'p':['s',1],'sd':'bc'}]           | {'s':'ad'}
            'ad'         | [{'p':[1],'si':'bc'}]               | 'abcd'
            {'s':'ad'}   | [{'p':['s'],'t':'text0','o':[{'p':1,'i':'bc'},{'p':0,'d':'ab'}]}] | {'s':'cd'}
            # one component after the other
            {'a':[[1]]}  | [{'p':['a',0,0],'na':1},{'p':['a',0,1],'li':2},{'p':['b'],'oi':3}] | {'a':[[2,2]],'b':3}
            {'a':1}      | []                                  | {'a':1}
            """)
    void aComponentEditsThePlaceItsPathNames(String before, String operation, String after) {
      assertThat(applied(before, operation)).isEqualTo(json(after));
    }

    @Test
    void positionsInStringsCountUtf16CodeUnits() {
      assertThat(applied("'😀!'", "[{'p':[2],'si':'?'}]")).isEqualTo(json("'😀?!'"));
    }

    @Test
    void aDeletionMayCutASurrogatePairAndASecondOneTakeTheOtherHalf() {
      Json0Value half = json0.apply(content("'😀'"), operation("[{'p':[0],'sd':'\\ud83d'}]"));

      assertThat(JsonText.write(json0.snapshotJson(half))).isEqualTo("\"\\ude00\"");
      assertThat(json0.apply(half, operation("[{'p':[0],'sd':'\\ude00'}]")))
          .isEqualTo(content("''"));
    }

    @Test
    void membersKeepTheOrderInWhichTheyCame() {
      JsonValue after =
          applied(
              "{'z':1,'m':2,'10':3}",
              "[{'p':['a'],'oi':4},{'p':['m'],'od':2,'oi':5},{'p':['z'],'od':1},{'p':['z'],'oi':6}]");

      assertThat(JsonText.write(after)).isEqualTo("{\"m\":5,\"10\":3,\"a\":4,\"z\":6}");
    }

    @Test
    void theSnapshotBeforeStaysAsItWas() {
      Json0Value before = content("{'list':[1,2,3],'text':'abc'}");

      json0.apply(before, operation("[{'p':['list',0],'ld':1},{'p':['text',0],'sd':'abc'}]"));

      assertThat(before).isEqualTo(content("{'list':[1,2,3],'text':'abc'}"));
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '"',
        textBlock =
            """
            [1,2]     | [{'p':[3],'li':1}]         | Index 3 is outside of a list of 2 items
            [1,2]     | [{'p':[2],'ld':1}]         | Index 2 is outside of a list of 2 items
            [1,2]     | [{'p':[2],'ld':1,'li':2}]  | Index 2 is outside of a list of 2 items
            [1,2]     | [{'p':[0],'lm':2}]         | Index 2 is outside of a list of 2 items
            [1,2]     | [{'p':[2,0],'li':1}]       | Index 2 is outside of a list of 2 items
            {'a':1}   | [{'p':['b','c'],'oi':1}]   | Step 0 of the path names no member of the object there
            {'a':[]}  | [{'p':['a','c'],'oi':1}]   | The operation edits an object but there is a list
            {'a':{}}  | [{'p':['a',0],'li':1}]     | The operation edits a list but there is an object
            {'a':{}}  | [{'p':['a',0,0],'li':1}]   | Step 1 of the path is an index but there is an object
            {'a':'s'} | [{'p':['a','b','c'],'oi':1}] | Step 1 of the path is a key but there is a string
            {'a':'s'} | [{'p':['a'],'na':1}]       | The operation adds to a number but there is a string
            {'a':1e308} | [{'p':['a'],'na':1e308}] | The sum of two finite numbers is not finite
            {'a':1}   | [{'p':['a',0],'si':'x'}]   | The operation edits a string but there is a number
            {'a':true} | [{'p':['a',0],'si':'x'}]  | The operation edits a string but there is a boolean
            {'a':null} | [{'p':['a',0],'si':'x'}]  | The operation edits a string but there is null
            'abc'     | [{'p':[4],'si':'x'}]       | Position 4 is outside of a string of 3 units
            'abc'     | [{'p':[2],'sd':'cd'}]      | Position 4 is outside of a string of 3 units
            'abc'     | [{'p':[1],'sd':'x'}]       | The text to delete is not that of the 1 units from position 1
            {'a':{'constructor':1}} | [{'p':['a','b'],'oi':1}] | An object with a member named constructor cannot be edited
            """)
    void whatDoesNotFitIsRefused(String before, String operation, String message) {
      assertThatThrownBy(() -> applied(before, operation))
          .hasMessage(message)
          .asInstanceOf(type(CollabException.class))
          .extracting(CollabException::code)
          .isEqualTo(ErrorCode.ERR_OT_OP_NOT_APPLIED);
    }

    @Test
    void contentNestedTooDeepIsRefused() {
      String deep = "[".repeat(60) + "]".repeat(60);
      Json0Value before = content(deep);
      String path = "0,".repeat(59) + "0";

      assertThat(json0.apply(before, operation("[{'p':[" + path + "],'li':[[]]}]")).depth())
          .isEqualTo(62);
      assertThatThrownBy(
              () -> json0.apply(before, operation("[{'p':[" + path + "],'li':" + deep + "}]")))
          .hasMessage("The document would be nested 120 deep, allowed are 100")
          .asInstanceOf(type(CollabException.class))
          .extracting(CollabException::code)
          .isEqualTo(ErrorCode.ERR_LIMIT_EXCEEDED);
    }
  }

  @Nested
  class Reading {

    @Test
    void aDocumentIsCreatedWithAnyJsonAndWithNullFromNothing() {
      assertThat(json0.snapshotJson(json0.create(JsonValue.NULL))).isEqualTo(JsonValue.NULL);
      assertThat(json0.snapshotJson(json0.create(json("{'a':[1,{}]}"))))
          .isEqualTo(json("{'a':[1,{}]}"));
    }

    @Test
    void aStoredSnapshotMayHaveHalfASurrogatePairButANewOneMustNot() {
      JsonValue half = json("['\\ud83d']");

      assertThat(json0.snapshotJson(json0.snapshot(half))).isEqualTo(half);
      assertThatThrownBy(() -> json0.create(half))
          .hasMessage("A string has an unpaired surrogate at code unit 0");
    }

    @Test
    void numbersAreDoubles() {
      assertThat(JsonText.write(json0.snapshotJson(content("[1.0,9007199254740993,-0.0,1e3]"))))
          .isEqualTo("[1,9007199254740992,0,1000]");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{}",
          "null",
          "'x'",
          "[1]",
          "[null]",
          "[[]]",
          // path
          "[{'na':1}]",
          "[{'p':'a','na':1}]",
          "[{'p':[null],'na':1}]",
          "[{'p':[true],'na':1}]",
          "[{'p':[-1],'na':1}]",
          "[{'p':[0.5],'na':1}]",
          "[{'p':[1e10],'na':1}]",
          "[{'p':[[]],'na':1}]",
          "[{'p':['\\ud83d'],'oi':1}]",
          "[{'p':['__proto__'],'oi':1}]",
          "[{'p':['a','constructor','b'],'oi':1}]",
          "[{'p':['toString'],'od':1}]",
          // kind
          "[{'p':[]}]",
          "[{'p':['a'],'x':1}]",
          "[{'p':['a'],'na':1,'x':1}]",
          "[{'p':['a'],'na':1,'oi':1}]",
          "[{'p':['a',0],'li':1,'lm':1}]",
          "[{'p':['a',0],'li':1,'oi':1}]",
          "[{'p':['a',0],'si':'x','li':1}]",
          // end of the path
          "[{'p':[],'li':1}]",
          "[{'p':['a'],'ld':1}]",
          "[{'p':['a'],'lm':1}]",
          "[{'p':[0],'oi':1}]",
          "[{'p':[],'si':'x'}]",
          "[{'p':['a'],'si':'x'}]",
          // what is added, moved, inserted
          "[{'p':['a'],'na':'1'}]",
          "[{'p':['a'],'na':null}]",
          "[{'p':[0],'lm':-1}]",
          "[{'p':[0],'lm':0.5}]",
          "[{'p':[0],'lm':'1'}]",
          "[{'p':[0],'lm':null}]",
          "[{'p':['a'],'oi':'\\ud83d'}]",
          "[{'p':[0],'li':{'\\ude00':1}}]",
          "[{'p':[0],'si':1}]",
          "[{'p':[0],'si':null}]",
          "[{'p':[0],'sd':[]}]",
          "[{'p':[0],'si':'a','sd':'b'}]",
          "[{'p':[0],'si':'\\ude00'}]",
          // subtypes
          "[{'p':[],'t':'text0'}]",
          "[{'p':[],'o':[]}]",
          "[{'p':[],'t':'rich-text','o':[]}]",
          "[{'p':[],'t':1,'o':[]}]",
          "[{'p':[],'t':'text0','o':{}}]",
          "[{'p':[],'t':'text0','o':[1]}]",
          "[{'p':[],'t':'text0','o':[{'i':'x'}]}]",
          "[{'p':[],'t':'text0','o':[{'p':-1,'i':'x'}]}]",
          "[{'p':[],'t':'text0','o':[{'p':0}]}]",
          "[{'p':[],'t':'text0','o':[{'p':0,'i':'x','d':'x'}]}]",
          "[{'p':[],'t':'text0','o':[{'p':0,'i':1}]}]",
          "[{'p':[],'t':'text0','o':[{'p':0,'i':'x','y':1}]}]",
          "[{'p':[],'t':'text0','o':[{'p':0,'i':'\\ud83d'}]}]",
        })
    void whatIsNoOperationIsRefused(String operation) {
      assertThatThrownBy(() -> operation(operation))
          .asInstanceOf(type(CollabException.class))
          .extracting(CollabException::code)
          .isEqualTo(ErrorCode.ERR_OT_OP_BADLY_FORMED);
    }

    @Test
    void theMessageNamesTheComponentAndNoContent() {
      assertThatThrownBy(() -> operation("[{'p':['secret'],'na':1},{'p':['secret'],'li':1}]"))
          .hasMessage(
              "Component 1 of the operation edits a list but its path does not end with an index");
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
            [{'p':['n'],'na':1}]           | [{'p':['n'],'na':2}]           | [{'p':['n'],'na':3}]
            [{'p':['n'],'na':1e308}]       | [{'p':['n'],'na':1e308}]       | [{'p':['n'],'na':1e308},{'p':['n'],'na':1e308}]
            [{'p':[0],'li':1}]             | [{'p':[0],'ld':1}]             | []
            [{'p':[0],'li':[1]}]           | [{'p':[0],'ld':[1]}]           | [{'p':[0],'li':[1]},{'p':[0],'ld':[1]}]
            [{'p':[0],'ld':2,'li':1}]      | [{'p':[0],'ld':1}]             | [{'p':[0],'ld':2}]
            [{'p':['k'],'od':1}]           | [{'p':['k'],'oi':2}]           | [{'p':['k'],'od':1,'oi':2}]
            [{'p':['k'],'oi':1}]           | [{'p':['k'],'od':1}]           | []
            [{'p':['k'],'oi':1}]           | [{'p':['k'],'od':1,'oi':2}]    | [{'p':['k'],'oi':2}]
            [{'p':['k'],'od':0,'oi':1}]    | [{'p':['k'],'od':1}]           | [{'p':['k'],'od':0}]
            [{'p':['k',0],'li':1}]         | [{'p':['k',0],'lm':0}]         | [{'p':['k',0],'li':1}]
            [{'p':['s',1],'si':'ad'}]      | [{'p':['s',2],'si':'bc'}]      | [{'p':['s',1],'si':'abcd'}]
            [{'p':['s',1],'si':'a'}]       | [{'p':['s',0],'sd':'x'}]       | [{'p':['s',1],'si':'a'},{'p':['s',0],'sd':'x'}]
            [{'p':['s',2],'sd':'b'}]       | [{'p':['s',1],'sd':'ac'}]      | [{'p':['s',1],'sd':'abc'}]
            [{'p':['s'],'t':'text0','o':[{'p':0,'i':'a'}]}] | [{'p':['s'],'t':'text0','o':[{'p':1,'i':'b'}]}] | [{'p':['s'],'t':'text0','o':[{'p':0,'i':'ab'}]}]
            """)
    void editsOfOnePlaceMerge(String first, String second, String composed) {
      Json0Operation result = json0.compose(operation(first), operation(second));

      assertThat(json0.operationJson(result)).isEqualTo(json(composed));
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
            # what is changed | over what                     | on the left                             | on the right
            [{'p':[0],'li':1}]     | [{'p':[0],'li':2}]       | [{'p':[0],'li':1}]                      | [{'p':[1],'li':1}]
            [{'p':[3],'na':1}]     | [{'p':[0],'li':2}]       | [{'p':[4],'na':1}]                      | [{'p':[4],'na':1}]
            [{'p':[3],'na':1}]     | [{'p':[0],'ld':2}]       | [{'p':[2],'na':1}]                      | [{'p':[2],'na':1}]
            [{'p':[3],'na':1}]     | [{'p':[3],'ld':2}]       | []                                      | []
            [{'p':[3],'na':1}]     | [{'p':[3],'lm':0}]       | [{'p':[0],'na':1}]                      | [{'p':[0],'na':1}]
            [{'p':[0],'ld':1}]     | [{'p':[0],'ld':1}]       | []                                      | []
            [{'p':[0],'ld':1,'li':2}] | [{'p':[0],'ld':1}]    | [{'p':[0],'li':2}]                      | [{'p':[0],'li':2}]
            [{'p':[0],'ld':1,'li':2}] | [{'p':[0],'ld':1,'li':3}] | [{'p':[0],'ld':3,'li':2}]           | []
            [{'p':[0],'lm':2}]     | [{'p':[0],'lm':1}]       | [{'p':[1],'lm':2}]                      | []
            [{'p':[0],'lm':2}]     | [{'p':[1],'ld':1}]       | [{'p':[0],'lm':1}]                      | [{'p':[0],'lm':1}]
            [{'p':[3],'lm':1}]     | [{'p':[1],'ld':1}]       | [{'p':[2],'lm':1}]                      | [{'p':[2],'lm':1}]
            [{'p':[1],'lm':1}]     | [{'p':[3],'lm':1}]       | [{'p':[2],'lm':2}]                      | [{'p':[2],'lm':2}]
            [{'p':['k'],'oi':1}]   | [{'p':['k'],'oi':2}]     | [{'p':['k'],'od':2,'oi':1}]             | []
            [{'p':['k'],'od':0,'oi':1}] | [{'p':['k'],'od':0,'oi':2}] | [{'p':['k'],'od':2,'oi':1}]     | []
            [{'p':['k'],'od':0,'oi':1}] | [{'p':['k'],'od':0}] | [{'p':['k'],'oi':1}]                    | [{'p':['k'],'oi':1}]
            [{'p':['k','l'],'oi':1}] | [{'p':['k'],'od':{}}]  | []                                      | []
            [{'p':['k'],'od':{}}]  | [{'p':['k','l'],'oi':1}] | [{'p':['k'],'od':{'l':1}}]              | [{'p':['k'],'od':{'l':1}}]
            [{'p':['n'],'na':1}]   | [{'p':['n'],'na':2}]     | [{'p':['n'],'na':1}]                    | [{'p':['n'],'na':1}]
            [{'p':['s',0],'si':'a'}] | [{'p':['s',0],'si':'b'}] | [{'p':['s',0],'si':'a'}]              | [{'p':['s',1],'si':'a'}]
            [{'p':['s',0],'sd':'abc'}] | [{'p':['s',1],'si':'xy'}] | [{'p':['s',0],'sd':'a'},{'p':['s',2],'sd':'bc'}] | [{'p':['s',0],'sd':'a'},{'p':['s',2],'sd':'bc'}]
            [{'p':['s',0],'sd':'abc'}] | [{'p':['s',1],'sd':'bcd'}] | [{'p':['s',0],'sd':'a'}]          | [{'p':['s',0],'sd':'a'}]
            [{'p':[],'od':{},'oi':1}] | [{'p':['k'],'oi':2}]  | [{'p':[],'od':{'k':2},'oi':1}]          | [{'p':[],'od':{'k':2},'oi':1}]
            [{'p':['k'],'oi':2}]   | [{'p':[],'od':{},'oi':1}] | []                                     | []
            """)
    void theLeftOneWinsATie(String operation, String over, String left, String right) {
      Json0Operation changed = operation(operation);
      Json0Operation other = operation(over);

      assertThat(json0.operationJson(json0.transform(changed, other, Side.LEFT)))
          .isEqualTo(json(left));
      assertThat(json0.operationJson(json0.transform(changed, other, Side.RIGHT)))
          .isEqualTo(json(right));
    }

    @Test
    void anUntrueOldValueIsFoundOutWhenSomethingInsideItChanged() {
      Json0Operation lie = operation("[{'p':['k'],'od':1}]");
      Json0Operation inside = operation("[{'p':['k','l'],'oi':1}]");

      assertThatThrownBy(() -> json0.transform(lie, inside, Side.LEFT))
          .hasMessage("The operation edits an object but there is a number");
    }

    @Test
    void deletionsOfDifferentTextAtOnePlaceAreRefused() {
      Json0Operation abc = operation("[{'p':[0],'sd':'abc'}]");
      Json0Operation xyz = operation("[{'p':[1],'sd':'xyz'}]");

      assertThatThrownBy(() -> json0.transform(abc, xyz, Side.LEFT))
          .hasMessage("Two deletions name different text for the same 2 units from position 1");
    }

    @Test
    void theTwoFormsOfStringEditsDoNotKnowEachOther() {
      Json0Operation plain = operation("[{'p':['s',5],'si':'x'}]");
      Json0Operation subtype = operation("[{'p':['s'],'t':'text0','o':[{'p':0,'i':'abc'}]}]");

      assertThat(json0.transform(plain, subtype, Side.LEFT)).isEqualTo(plain);
      assertThat(json0.transform(subtype, plain, Side.LEFT)).isEqualTo(subtype);
    }

    @Test
    void operationsOfTooManyComponentsAreNotTransformed() {
      String component = "{'p':['n'],'na':1}";
      Json0Operation many = operation("[" + (component + ",").repeat(3999) + component + "]");

      assertThatThrownBy(() -> json0.transform(many, many, Side.LEFT))
          .hasMessage("An operation of 4000 components is not transformed over one of 4000");
    }

    @Test
    void aDeletionThatManyInsertionsCutToPiecesNeedsNoDeepStack() {
      StringBuilder insertions = new StringBuilder();
      for (int position = 3000; position > 0; position--) {
        insertions.append(insertions.isEmpty() ? "" : ",");
        insertions.append("{'p':[").append(position).append("],'si':'x'}");
      }
      Json0Operation inserting = operation("[" + insertions + "]");
      Json0Operation deleting = operation("[{'p':[0],'sd':'" + "a".repeat(3001) + "'}]");
      Json0Value text = content("'" + "a".repeat(3001) + "'");

      Json0Operation left = json0.transform(inserting, deleting, Side.LEFT);
      Json0Operation right = json0.transform(deleting, inserting, Side.RIGHT);

      Json0Value merged = json0.apply(json0.apply(text, inserting), right);
      assertThat(merged).isEqualTo(content("'" + "x".repeat(3000) + "'"));
      assertThat(json0.apply(json0.apply(text, deleting), left)).isEqualTo(merged);
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
            [1,2,3]   | [{'p':[0],'lm':2},{'p':[0],'ld':2}] | [{'p':[0],'li':2},{'p':[2],'lm':0}]
            {'n':1}   | [{'p':['n'],'na':2}]                | [{'p':['n'],'na':-2}]
            'abc'     | [{'p':[1],'sd':'b'}]                | [{'p':[1],'si':'b'}]
            # what the operation does not say is looked up
            {'k':1}   | [{'p':['k'],'oi':2}]                | [{'p':['k'],'od':2,'oi':1}]
            {'k':1}   | [{'p':['k'],'od':9}]                | [{'p':['k'],'oi':1}]
            {'k':1}   | [{'p':['l'],'od':9}]                | []
            {'k':1}   | [{'p':[],'oi':2}]                   | [{'p':[],'od':2,'oi':{'k':1}}]
            """)
    void whatAnOperationDidIsTakenBack(String before, String operation, String inverse) {
      Json0Operation result = json0.invert(operation(operation), content(before)).orElseThrow();

      assertThat(json0.operationJson(result)).isEqualTo(json(inverse));
      assertThat(json0.apply(json0.apply(content(before), operation(operation)), result))
          .isEqualTo(content(before));
    }
  }

  private JsonValue applied(String before, String operation) {
    return json0.snapshotJson(json0.apply(content(before), operation(operation)));
  }

  private Json0Value content(String json) {
    return json0.snapshot(json(json));
  }

  private Json0Operation operation(String json) {
    return json0.operation(json(json));
  }

  private static JsonValue json(String text) {
    return JsonText.parse(text.replace('\'', '"'));
  }
}
