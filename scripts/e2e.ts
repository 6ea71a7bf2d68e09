// `npm run e2e [-- playwright arguments]`: the stories in a browser.
import { runChecks, stories } from './checks.ts'
import { ensureServers } from './servers.ts'

ensureServers()
await runChecks(stories)
