// `npm run verify`: runs all checks except the stories in a browser.
import { ensureServers } from '../servers/ensure-servers.ts'
import { runChecks, verifyChecks } from './checks.ts'

ensureServers()
await runChecks(verifyChecks)
