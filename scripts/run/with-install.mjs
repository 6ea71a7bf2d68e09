// `node scripts/run/with-install.mjs <script or package command> [arguments]`: the same, after making sure that everything is installed.
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { ensureInstalled } from './install.mjs'
import { ended, forwardSignals, start } from './child-processes.mjs'
import { nodeArguments, requireNode, root } from './runtime.mjs'

/** The script behind an installed package's command; a shell shim would hide it from signals and does not exist on Windows. */
function commandOf(name) {
  const manifest = path.join(root, 'node_modules', name, 'package.json')
  if (!existsSync(manifest)) throw new Error(`There is neither a script nor a package called ${name}.`)
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8'))
  return path.join('node_modules', name, typeof bin === 'string' ? bin : bin[name])
}

const [what, ...rest] = process.argv.slice(2)
if (!what) throw new Error('Name the script to run.')
ensureInstalled()
const script = /\.(ts|mjs)$/.test(what) ? what : commandOf(what)
const child = start(requireNode(), [...nodeArguments, script, ...rest])
forwardSignals(child)
process.exit(await ended(child))
