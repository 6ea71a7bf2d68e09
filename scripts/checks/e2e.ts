// `npm run e2e [-- playwright arguments]`: runs the stories in a browser.
import { ensureServers } from '../servers/ensure-servers.ts'
import { runChecks, storyChecks } from './checks.ts'

ensureServers()
await runChecks(storyChecks)
