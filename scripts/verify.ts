// `npm run verify`: everything but the stories in a browser.
import { runChecks, verification } from './checks.ts'

await runChecks(verification)
