// `npm test`: runs all checks. The last line has the number of passed and failed tests.
import { ensureServers } from '../servers/ensure-servers.ts'
import { allChecks, runChecks } from './checks.ts'

ensureServers()
await runChecks(allChecks)
