// `npm run e2e [-- playwright arguments]`: the stories in a browser.
import { ensureBrowser } from './browser.ts'
import { runChecks, stories } from './checks.ts'

await ensureBrowser()
await runChecks(stories)
