import { fuzzSuite } from '@wardline/sync/testing/fuzz'
import { WorkflowClient } from './workflow-client.ts'

/* R10, RT9: the query cache under the product's own workflow, in every story. */

fuzzSuite({
  name: 'workflow',
  makeClient: (parts) => new WorkflowClient(parts),
  regressions: [
    [427, 'a read waited for an epoch that had ended'],
    [1173, 'a list that was read again went back to the beginning of a new log'],
    [5569, 'a row that moved to the next page during its read was folded from nothing'],
    [7560, 'the last row of a page moved away, and the next page began at its old place'],
    [17170, 'the same as in 5569'],
    [25020, 'the same as in 1173'],
    [363, 'a page read while the connection was closed was joined to an older list'],
    [4745, 'a list that landed while the connection was closed was never continued'],
  ],
})
