// `npm test`: everything. The last line says how many passed and how many failed.
import { ensureBrowser } from './browser.ts'
import { everything, runChecks } from './checks.ts'
import { ensureServers } from './servers.ts'

ensureServers()
await ensureBrowser()
await runChecks(everything)
