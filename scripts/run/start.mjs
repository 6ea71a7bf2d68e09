// `npm start`: installs and builds what is missing, then runs the product in the foreground.
import { ensureBuilt } from './build.mjs'
import { ensureInstalled } from './install.mjs'
import { ended, forwardSignals, start } from './child-processes.mjs'
import { nodeArguments, requireNode } from './runtime.mjs'

ensureInstalled()
if (!(await ensureBuilt())) process.exit(1)
const bff = start(requireNode(), [...nodeArguments, 'apps/bff/src/main.ts', ...process.argv.slice(2)])
forwardSignals(bff)
process.exit(await ended(bff))
