import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { ended, start } from './child-processes.mjs'
import { requireNode, root } from './runtime.mjs'

const marker = path.join(root, 'node_modules/.cache/wardline/web-build')
const page = path.join(root, 'apps/web/dist/index.html')
const sources = ['apps/web/src', 'apps/web/public', 'apps/web/index.html', 'packages', 'package-lock.json', 'vite.config.ts']

function* filesUnder(file) {
  if (!statSync(file).isDirectory()) yield file
  else for (const name of readdirSync(file).sort()) if (name !== 'node_modules' && name !== 'dist') yield* filesUnder(path.join(file, name))
}

/** One word for the state of everything the web app is built from. Contents, not times: a checkout touches files it does not change. */
function fingerprint() {
  const hash = createHash('sha256')
  for (const source of sources.map((name) => path.join(root, name)).filter((file) => existsSync(file)))
    for (const file of filesUnder(source)) hash.update(file).update(readFileSync(file))
  return hash.digest('hex')
}

/** Builds the web app when it is absent or was built from other sources. Answers false when the build failed. */
export async function ensureBuilt() {
  const now = fingerprint()
  if (existsSync(page) && existsSync(marker) && readFileSync(marker, 'utf8') === now) return true
  console.log('Building the web app …')
  if ((await ended(start(requireNode(), ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn']))) !== 0) return false
  mkdirSync(path.dirname(marker), { recursive: true })
  writeFileSync(marker, now)
  return true
}
