// `npm run verify`: everything but the stories in a browser.
import { runChecks, verification } from './checks.ts'
import { ensureServers } from '../servers/ensure-servers.ts'

ensureServers()
await runChecks(verification)
