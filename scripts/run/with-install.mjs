// `node scripts/run/with-install.mjs <script or package command> [arguments]`: installs the dependencies if necessary, then runs it.
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { exitCodeOf, forwardSignals, startProcess } from './child-processes.mjs'
import { ensureInstalled } from './install.mjs'
import { nodeArguments, requireNode, root } from './runtime.mjs'

/** Returns the script of an installed package's command. Its shell shim would not forward signals and does not exist on Windows. */
function commandOf(name) {
  const manifest = path.join(root, 'node_modules', name, 'package.json')
  if (!existsSync(manifest)) throw new Error(`Unknown script or package: ${name}.`)
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8'))
  return path.join('node_modules', name, typeof bin === 'string' ? bin : bin[name])
}

const [command, ...rest] = process.argv.slice(2)
if (!command) throw new Error('Missing script name.')
ensureInstalled()
const script = /\.(ts|mjs)$/.test(command) ? command : commandOf(command)
const child = startProcess(requireNode(), [...nodeArguments, script, ...rest])
forwardSignals(child)
process.exit(await exitCodeOf(child))
