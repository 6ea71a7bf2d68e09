// `npm run dev`: restarts the BFF and updates the page when files change. Ctrl-C stops both.
import { exitCodeOf, forwardSignals, startProcess } from './child-processes.mjs'
import { nodeArguments, requireNode } from './runtime.mjs'

const node = requireNode()
const bff = startProcess(node, [...nodeArguments, '--watch', '--watch-preserve-output', 'apps/bff/src/main.ts'])
const web = startProcess(node, ['node_modules/vite/bin/vite.js', '--clearScreen', 'false'])
forwardSignals(bff, web)

const first = await Promise.race([exitCodeOf(bff), exitCodeOf(web)])
for (const child of [bff, web]) child.kill('SIGTERM')
await Promise.all([bff, web].map((child) => (child.exitCode === null && child.signalCode === null ? exitCodeOf(child) : null)))
process.exit(first)
