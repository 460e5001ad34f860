'use strict';

// Reads cases, one JSON object a line, and writes what the npm types answer to each, one a line.
//
// A case has the name of the type, a document doc, two operations a and b on it, an operation c on
// what a makes of it, and may have positions [[position, isOwn], …] and presence [[range, isOwn], …].
// The answer repeats the case and adds
//   docA, docB, docAC                apply(doc, a), apply(doc, b), apply(docA, c)
//   ac                               compose(a, c)
//   aLeft, aRight, bLeft, bRight     transform(a, b, 'left') and so on
//   merged                           apply(docA, bRight)
//   diverges                         true if apply(docB, aLeft) is something else
//   inverse                          what takes a back
// and to every position and presence what a makes of it. What the package throws is kept under
// errors, by the name of the answer that is missing for it.

const readline = require('readline');
const {isDeepStrictEqual} = require('util');
const Delta = require('rich-text').Delta;
const text = require('ot-text-unicode').type;

const types = {
  'json0': require('ot-json0').type,
  'text-unicode': text,
  'rich-text': require('rich-text').type,
};

const inverses = {
  'json0': (a) => types['json0'].invert(a),
  'text-unicode': (a, doc) => text.invert(text.makeInvertible(a, doc)),
  'rich-text': (a, doc) => new Delta(a).invert(new Delta(doc)).ops,
};

const positions = {
  'text-unicode': (position, a) => text.transformPosition(position, a),
  'rich-text': (position, a, isOwn) =>
    types['rich-text'].transformCursor(position, new Delta(a), isOwn),
};

/** What there is to see of a value on the wire. Some types change the values they are given. */
const copy = (value) => value === undefined ? undefined : JSON.parse(JSON.stringify(value));

function answer(given) {
  const type = types[given.type];
  const answers = copy(given);
  const errors = {};

  const add = (name, needs, question) => {
    if (needs.some((need) => need in errors)) {
      errors[name] = 'not asked, for want of ' + needs.join(' and ');
      return;
    }
    try {
      answers[name] = copy(question(...needs.map((need) => copy(answers[need]))));
    } catch (e) {
      errors[name] = String(e.message);
    }
  };

  add('docA', ['doc', 'a'], type.apply);
  add('docB', ['doc', 'b'], type.apply);
  add('docAC', ['docA', 'c'], type.apply);
  add('ac', ['a', 'c'], type.compose);
  add('aLeft', ['a', 'b'], (a, b) => type.transform(a, b, 'left'));
  add('aRight', ['a', 'b'], (a, b) => type.transform(a, b, 'right'));
  add('bLeft', ['b', 'a'], (b, a) => type.transform(b, a, 'left'));
  add('bRight', ['b', 'a'], (b, a) => type.transform(b, a, 'right'));
  add('merged', ['docA', 'bRight'], type.apply);
  add('diverges', ['docB', 'aLeft', 'merged'], (docB, aLeft, merged) =>
    isDeepStrictEqual(copy(type.apply(docB, aLeft)), merged) ? undefined : true);
  add('inverse', ['a', 'doc'], inverses[given.type]);
  if (given.positions) {
    add('positions', ['positions', 'a'], (list, a) =>
      list.map(([position, isOwn]) => [position, isOwn, positions[given.type](position, a, isOwn)]));
  }
  if (given.presence) {
    add('presence', ['presence', 'a'], (list, a) =>
      list.map(([range, isOwn]) => [range, isOwn, type.transformPresence(range, a, isOwn)]));
  }
  if (Object.keys(errors).length > 0) {
    answers.errors = errors;
  }
  return answers;
}

(async () => {
  for await (const line of readline.createInterface({input: process.stdin})) {
    if (!process.stdout.write(JSON.stringify(answer(JSON.parse(line))) + '\n')) {
      await new Promise((resolve) => process.stdout.once('drain', resolve));
    }
  }
})();
