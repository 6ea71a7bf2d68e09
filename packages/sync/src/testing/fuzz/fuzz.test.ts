import { HeadlessFuzzClient } from './headless-fuzz-client.ts'
import { fuzzSuite } from './suite.ts'

fuzzSuite({ name: 'headless client', makeClient: (parts) => new HeadlessFuzzClient(parts), regressions: [] })
