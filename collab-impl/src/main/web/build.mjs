// Bundles the browser half:
//   node build.mjs OUTPUT_FOLDER
// Does nothing if the output is newer than all it is made of.
//
// The bundle's name tells its content, so it may be kept for ever; collab.js, the name that pages use, only names the bundle.
import { cpSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const output = process.argv[2];
const types = join(output, 'collab.d.ts');

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

if (changedAt(types) < Math.max(...sources.map(changedAt))) {
  rmSync(output, { recursive: true, force: true });
  mkdirSync(output, { recursive: true });
  const { metafile } = await build({
    entryPoints: [join(here, 'src/collab.js')],
    outdir: output,
    entryNames: '[name].[hash]',
    metafile: true,
    bundle: true,
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
  const bundle = Object.keys(metafile.outputs).map((file) => basename(file)).find((file) => file.endsWith('.js'));
  writeFileSync(join(output, 'collab.js'), `export * from './${bundle}';\n`);
  // Last, because its age tells whether all of this was done.
  cpSync(join(here, 'src/collab.d.ts'), types);
}
