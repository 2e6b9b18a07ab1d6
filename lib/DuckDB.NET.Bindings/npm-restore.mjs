// Runs `npm ci` at the repository's root when the manifests changed since the last time; called by NpmPackages.targets.
// Two builds at once share one node_modules, so the work is done under a lock; the second finds it done.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
const stamp = join(root, 'node_modules', '.restored-by-build');
const lock = join(here, 'obj', 'npm.lock');
const platform = process.argv.slice(2).filter(flag => !flag.endsWith('='));

// Not npm's own node_modules/.package-lock.json: npm rewrites that even when it installs nothing.
const wanted = createHash('sha256')
  .update(readFileSync(join(root, 'package.json')))
  .update(readFileSync(join(root, 'package-lock.json')))
  .update(platform.join(' '))
  .digest('hex');

await takeLock();
try {
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
    // A shell, because npm is npm.cmd on Windows; every argument is a constant or comes from NpmPackages.targets.
    const npm = spawnSync(['npm', 'ci', ...platform].join(' '), { cwd: root, stdio: 'inherit', shell: true });
    if (npm.status !== 0) process.exitCode = npm.status ?? 1;
  }
  // Also when nothing was to do: a checkout that only touched the manifests shouldn't bring us back here.
  if (!process.exitCode) {
    mkdirSync(dirname(stamp), { recursive: true });
    writeFileSync(stamp, wanted);
  }
} finally {
  rmSync(lock, { recursive: true, force: true });
}

/** mkdir either makes the folder or fails, on every system: that is the lock. */
async function takeLock() {
  mkdirSync(dirname(lock), { recursive: true });
  for (;;) {
    try {
      mkdirSync(lock);
      writeFileSync(join(lock, 'pid'), String(process.pid));
      return;
    } catch (fault) {
      if (fault.code !== 'EEXIST' && fault.code !== 'EPERM') throw fault;
    }
    if (isAbandoned()) {
      // Renamed before it is deleted: of two that noticed, only one succeeds.
      const grave = `${lock}.${process.pid}`;
      try { renameSync(lock, grave); } catch { /* the other one did */ }
      rmSync(grave, { recursive: true, force: true });
    }
    await new Promise(resume => setTimeout(resume, 200));
  }
}

function isAbandoned() {
  try {
    process.kill(Number(readFileSync(join(lock, 'pid'), 'utf8')), 0);
    return false;
  } catch (fault) {
    if (fault.code === 'ESRCH') return true;
    // No pid yet: its owner is between two lines, unless it died there.
    try { return fault.code === 'ENOENT' && Date.now() - statSync(lock).mtimeMs > 5_000; } catch { return false; }
  }
}
