import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from './runtime.mjs'

const lockOf = (file) => JSON.parse(readFileSync(path.join(root, file), 'utf8')).packages

/** npm keeps a lock of what it really installed; where that agrees with the lock file there is nothing to do. */
function isInstalled() {
  if (!existsSync(path.join(root, 'node_modules/.package-lock.json'))) return false
  const there = lockOf('node_modules/.package-lock.json')
  return Object.entries(lockOf('package-lock.json')).every(
    // Packages for other platforms are in the lock file and rightly not in the folder.
    ([key, wanted]) => !key.includes('node_modules/') || wanted.optional || wanted.devOptional || there[key]?.version === wanted.version,
  )
}

/** Installs what the lock file names, unless it is there already. Runs on Node 20 before anything is installed. */
export function ensureInstalled() {
  if (isInstalled()) return
  console.log('Installing what Wardline needs (about a minute) …')
  const npm = process.env.npm_execpath
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error']
  const { status } = npm
    ? spawnSync(process.execPath, [npm, ...args], { cwd: root, stdio: 'inherit' })
    : spawnSync('npm', args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' })
  if (status !== 0) {
    console.error('Installing failed; see the lines above.')
    process.exit(status ?? 1)
  }
}
