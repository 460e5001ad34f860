// Bundles the browser half:
//   node build.mjs OUTPUT_FOLDER
// Does nothing if the output is newer than all it is made of.
//
// A bundle's name tells its content, so it may be kept for ever; collab.js, quill.js and so on, the names that pages use, only
// name the bundles. What several of them need is in parts of its own, which they import.
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const output = process.argv[2];
// What pages may import; each has its types beside it.
const entries = readdirSync(join(here, 'src'))
  .filter((file) => file.endsWith('.d.ts'))
  .map((file) => file.replace('.d.ts', ''))
  .sort();
const last = join(output, `${entries.at(-1)}.d.ts`);

function changedAt(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

const sources = [
  'build.mjs',
  'package-lock.json',
  ...['src', 'stand-in'].flatMap((folder) =>
    readdirSync(join(here, folder)).map((file) => join(folder, file)),
  ),
].map((file) => join(here, file));

if (changedAt(last) < Math.max(...sources.map(changedAt))) {
  rmSync(output, { recursive: true, force: true });
  mkdirSync(output, { recursive: true });
  const { metafile } = await build({
    entryPoints: entries.map((entry) => join(here, `src/${entry}.js`)),
    outdir: output,
    entryNames: '[name].[hash]',
    chunkNames: 'part.[hash]',
    metafile: true,
    bundle: true,
    splitting: true,
    minify: true,
    sourcemap: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    legalComments: 'none',
    logLevel: 'warning',
    banner: { js: '/*! CollabEE, Apache-2.0; contains sharedb, rich-text, ot-text-unicode (MIT) */' },
    // Large libraries of which ShareDB's client and quill-delta use one or two functions.
    alias: {
      async: join(here, 'stand-in/async.cjs'),
      'lodash.clonedeep': join(here, 'stand-in/clonedeep.cjs'),
      'lodash.isequal': join(here, 'node_modules/fast-deep-equal'),
      util: join(here, 'stand-in/util.cjs'),
    },
  });
  const bundles = new Map(Object.entries(metafile.outputs).map(([file, told]) => [basename(file), told]));
  for (const entry of entries) {
    const bundle = [...bundles.keys()].find((file) => file.startsWith(`${entry}.`) && file.endsWith('.js'));
    writeFileSync(join(output, `${entry}.js`), `export * from './${bundle}';\n`);
    console.log(`${entry}.js ${(sizeOf(bundle, bundles) / 1000).toFixed(1)} kB gzipped, with all that it imports`);
  }
  // Last, because their age tells whether all of this was done.
  for (const entry of entries) cpSync(join(here, `src/${entry}.d.ts`), join(output, `${entry}.d.ts`));
}

/** What a browser loads for a bundle, in bytes. */
function sizeOf(bundle, bundles) {
  const loaded = new Set();
  const load = (file) => {
    if (loaded.has(file)) return;
    loaded.add(file);
    const { imports } = bundles.get(file);
    for (const { path, kind } of imports) if (kind === 'import-statement') load(basename(path));
  };
  load(bundle);
  return [...loaded].reduce((sum, file) => sum + gzipSync(readFileSync(join(output, file))).length, 0);
}
