// `npm start`: installs and builds if necessary, then runs the product in the foreground.
import { ensureBuilt } from './build.mjs'
import { exitCodeOf, forwardSignals, startProcess } from './child-processes.mjs'
import { ensureInstalled } from './install.mjs'
import { nodeArguments, requireNode } from './runtime.mjs'

ensureInstalled()
if (!(await ensureBuilt())) process.exit(1)
const bff = startProcess(requireNode(), [...nodeArguments, 'apps/bff/src/main.ts', ...process.argv.slice(2)])
forwardSignals(bff)
process.exit(await exitCodeOf(bff))
