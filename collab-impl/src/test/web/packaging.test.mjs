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
