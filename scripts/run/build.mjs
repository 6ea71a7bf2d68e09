import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { exitCodeOf, startProcess } from './child-processes.mjs'
import { requireNode, root } from './runtime.mjs'

const hashFile = path.join(root, 'node_modules/.cache/wardline/web-build')
const page = path.join(root, 'apps/web/dist/index.html')
const sources = ['apps/web/src', 'apps/web/public', 'apps/web/index.html', 'packages', 'package-lock.json', 'vite.config.ts']

function* filesUnder(file) {
  if (!statSync(file).isDirectory()) yield file
  else for (const name of readdirSync(file).sort()) if (name !== 'node_modules' && name !== 'dist') yield* filesUnder(path.join(file, name))
}

/** Returns a hash of the web app's sources. It uses contents, not times, because a checkout touches files without changing them. */
function fingerprint() {
  const hash = createHash('sha256')
  for (const source of sources.map((name) => path.join(root, name)).filter((file) => existsSync(file)))
    for (const file of filesUnder(source)) hash.update(file).update(readFileSync(file))
  return hash.digest('hex')
}

/** Builds the web app if it is missing or its sources changed. Returns false when the build failed. */
export async function ensureBuilt() {
  const current = fingerprint()
  if (existsSync(page) && existsSync(hashFile) && readFileSync(hashFile, 'utf8') === current) return true
  console.log('Building the web app …')
  if ((await exitCodeOf(startProcess(requireNode(), ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn']))) !== 0) return false
  mkdirSync(path.dirname(hashFile), { recursive: true })
  writeFileSync(hashFile, current)
  return true
}
