// Installs a folder's npm packages as its lock file says, unless that has been done already:
//   node npm-ci.mjs FOLDER
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2];
const lock = readFileSync(join(folder, 'package-lock.json'), 'utf8');
const installed = join(folder, 'node_modules', '.installed-lock.json');

function isInstalled() {
  try {
    return readFileSync(installed, 'utf8') === lock;
  } catch {
    return false;
  }
}

if (!isInstalled()) {
  const windows = process.platform === 'win32';
  const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folder,
    stdio: 'inherit',
    shell: windows,
  });
  if (npm.error) throw npm.error;
  if (npm.status !== 0) process.exit(npm.status ?? 1);
  writeFileSync(installed, lock);
}
