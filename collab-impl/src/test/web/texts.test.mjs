import assert from 'node:assert/strict';
import { test } from 'node:test';
import { COMMENT_TEXTS } from '../../main/web/src/commenttexts.js';
import { HISTORY_TEXTS } from '../../main/web/src/historytexts.js';
import { inLanguageOf, LANGUAGES, messagesFor } from '../../main/web/src/messages.js';

const all = {
  messages: Object.fromEntries(LANGUAGES.map((lang) => [lang, messagesFor(inLanguage(lang))])),
  comments: COMMENT_TEXTS,
  history: HISTORY_TEXTS,
};

function inLanguage(lang) {
  return { closest: () => ({ lang }) };
}

test('everything is said in every language, about the same values', () => {
  for (const [part, texts] of Object.entries(all)) {
    assert.deepEqual(Object.keys(texts), LANGUAGES, part);
    for (const [lang, own] of Object.entries(texts)) {
      assert.deepEqual(Object.keys(own), Object.keys(texts.en), `${part} ${lang}`);
      for (const [key, english] of Object.entries(texts.en)) {
        assert.deepEqual(mentioned(own[key]), mentioned(english), `${part} ${lang} ${key}`);
      }
    }
  }
});

/** Which of the values that it is given a text mentions; null of a text that is given none. */
function mentioned(text) {
  if (typeof text === 'string') {
    assert.notEqual(text.trim(), '');
    return null;
  }
  const values = ['7', '8', '9'].slice(0, text.length);
  const said = text(...values);
  return values.filter((value) => said.includes(value));
}

test('the nearest language counts, whatever its region; an unknown one is English', () => {
  assert.equal(inLanguageOf(inLanguage('de-AT'), HISTORY_TEXTS), HISTORY_TEXTS.de);
  assert.equal(inLanguageOf(inLanguage('nl'), HISTORY_TEXTS), HISTORY_TEXTS.en);
});
