// `npm test`: everything. The last line says how many passed and how many failed.
import { everything, runChecks } from './checks.ts'
import { ensureServers } from './servers.ts'

ensureServers()
await runChecks(everything)
