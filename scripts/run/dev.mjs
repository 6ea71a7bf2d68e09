// `npm run dev`: the BFF restarts and the page updates as files change. One Ctrl-C ends both.
import { ended, forwardSignals, start } from './child-processes.mjs'
import { nodeArguments, requireNode } from './runtime.mjs'

const node = requireNode()
const bff = start(node, [...nodeArguments, '--watch', '--watch-preserve-output', 'apps/bff/src/main.ts'])
const web = start(node, ['node_modules/vite/bin/vite.js', '--clearScreen', 'false'])
forwardSignals(bff, web)

const first = await Promise.race([ended(bff), ended(web)])
for (const child of [bff, web]) child.kill('SIGTERM')
await Promise.all([bff, web].map((child) => (child.exitCode === null && child.signalCode === null ? ended(child) : null)))
process.exit(first)
