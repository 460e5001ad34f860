// Bundles what is here with its packages: node build.mjs OUTPUT_FOLDER
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

await build({
  entryPoints: [join(dirname(fileURLToPath(import.meta.url)), 'code-editor.js')],
  outdir: process.argv[2],
  bundle: true,
  minify: true,
  sourcemap: true,
  format: 'esm',
  target: 'es2022',
  legalComments: 'none',
  banner: { js: '/*! Minutes, Apache-2.0; contains CodeMirror (MIT) */' },
  logLevel: 'warning',
});
