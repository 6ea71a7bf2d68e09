import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from './runtime.mjs'

const packagesIn = (file) => JSON.parse(readFileSync(path.join(root, file), 'utf8')).packages

/** Compares the lock file with npm's own record of the installed packages. */
function isInstalled() {
  if (!existsSync(path.join(root, 'node_modules/.package-lock.json'))) return false
  const installed = packagesIn('node_modules/.package-lock.json')
  return Object.entries(packagesIn('package-lock.json')).every(
    // Packages for other platforms are in the lock file and not installed.
    ([key, locked]) =>
      !key.includes('node_modules/') || locked.optional || locked.devOptional || installed[key]?.version === locked.version,
  )
}

/** Installs the dependencies of the lock file if necessary. Runs on Node 20, before anything is installed. */
export function ensureInstalled() {
  if (isInstalled()) return
  console.log('Installing dependencies (about a minute) …')
  const npm = process.env.npm_execpath
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error']
  const { status } = npm
    ? spawnSync(process.execPath, [npm, ...args], { cwd: root, stdio: 'inherit' })
    : spawnSync('npm', args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' })
  if (status !== 0) {
    console.error('The installation failed; see the output above.')
    process.exit(status ?? 1)
  }
}
