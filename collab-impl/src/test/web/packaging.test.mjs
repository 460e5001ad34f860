import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const web = fileURLToPath(new URL('../../main/web/', import.meta.url));
const here = fileURLToPath(new URL('.', import.meta.url));

let folder;
let printed;
let files;

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'collab-'));
  printed = execFileSync('node', [join(web, 'build.mjs'), join(folder, 'collab')], { encoding: 'utf8' });
  files = readdirSync(join(folder, 'collab'));
});

after(() => rmSync(folder, { recursive: true }));

function sizeOf(name) {
  return Number(new RegExp(`^${name}\\.js ([0-9.]+) kB`, 'm').exec(printed)[1]);
}

function read(file) {
  return readFileSync(join(folder, 'collab', file), 'utf8');
}

test('the core stays small, and no binding carries the core', () => {
  assert.ok(sizeOf('collab') < 40, printed);
  assert.ok(sizeOf('quill') < 5, printed);
});

test('each module has a name that stays, types, a bundle and a source map', () => {
  const names = files.filter((file) => file.endsWith('.d.ts')).map((file) => file.replace('.d.ts', ''));
  assert.ok(names.includes('collab') && names.includes('quill'));
  for (const name of names) {
    const bundle = /'\.\/(.+)'/.exec(read(`${name}.js`))[1];
    assert.match(bundle, new RegExp(`^${name}\\.[A-Z0-9]+\\.js$`));
    assert.match(read(bundle), new RegExp(`sourceMappingURL=${bundle}.map`));
    assert.ok(files.includes(`${bundle}.map`));
  }
});

test('nothing needs more than a strict content security policy allows', () => {
  for (const file of files.filter((each) => each.endsWith('.js'))) {
    assert.doesNotMatch(read(file), /\beval\(|new Function\(|\.innerHTML\s*=|createElement\(["']style/, file);
  }
});

/** A page of the documentation. */
function documented(page) {
  return readFileSync(new URL(`../../../../docs/${page}`, import.meta.url), 'utf8');
}

test('the documentation tells the sizes there are', () => {
  const rows = [...documented('browser.md').matchAll(/^\| (`collab\/.*?) \|.*\| ([^|]+) \|$/gm)];
  const told = rows.flatMap(([, names, sizes]) => {
    const numbers = [...sizes.split(' kB')[0].matchAll(/\d+/g)].map(Number);
    return [...names.matchAll(/collab\/(\w+)\.js/g)].map(([, name], index) => [name, numbers[index]]);
  });

  const names = files.filter((file) => file.endsWith('.d.ts')).map((file) => file.replace('.d.ts', ''));
  assert.deepEqual(told.map(([name]) => name).sort(), names.sort());
  for (const [name, kB] of told) {
    assert.ok(Math.abs(kB - sizeOf(name)) < 1.5, `${name}.js is ${sizeOf(name)} kB, docs/browser.md says ${kB}`);
  }
});

test('every custom property and part is documented, and no other', () => {
  const sources = readdirSync(join(web, 'src')).filter((file) => file.endsWith('.js'));
  const source = sources.map((file) => readFileSync(join(web, 'src', file), 'utf8')).join('\n');
  const page = documented('theming.md');
  const found = (text, pattern) => [...new Set([...text.matchAll(pattern)].map(([, name]) => name))].sort();

  const properties = found(source, /var\((--collab-[a-z-]+)/g);
  const tables = page.slice(page.indexOf('## Custom'), page.indexOf('## Parts'));
  assert.deepEqual(found(tables.match(/^\| `--.*$/gm).map((row) => row.split(' | ')[0]).join(), /`(--[a-z-]+)`/g), properties);
  const made = /(?:\bpart: |'part', |#made\('\w+', )[^\n]*/g;
  const parts = found([...source.matchAll(made)].map(([part]) => part.replace(/#made\('\w+'/, '')).join('\n'), /(?<=[ (?:])'([a-z ]+)'/g);
  const rows = page.slice(page.indexOf('## Parts'), page.indexOf('## Classes')).match(/^\| `<.*$/gm).join('\n');
  const told = found(rows.replace(/;.*/g, ''), /`([a-z]+)`/g);
  assert.deepEqual([...new Set(parts.flatMap((each) => each.split(' ')))].filter((each) => each !== 'part').sort(), told);
});

test('nothing needs what pages without TLS do not have', () => {
  for (const file of files.filter((each) => each.endsWith('.js'))) {
    assert.doesNotMatch(read(file), /randomUUID|crypto\.subtle/, file);
  }
});

test('TypeScript takes what the pages of the guide write', () => {
  const uses = readdirSync(join(here, 'types')).map((file) => join(here, 'types', file));
  const options = ['--noEmit', '--strict', '--target', 'es2022', '--module', 'esnext'];
  options.push('--moduleResolution', 'bundler', '--lib', 'es2022,dom,dom.iterable', '--skipLibCheck');

  const { status, stdout } = spawnSync(join(web, 'node_modules/.bin/tsc'), [...options, ...uses], {
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });

  assert.equal(status, 0, stdout);
});
