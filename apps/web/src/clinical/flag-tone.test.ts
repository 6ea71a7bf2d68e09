import { flags, isAbnormal, isCritical } from '@wardline/events'
import { flagCodes, toneOfFlag } from '@wardline/ui'
import { expect, test } from 'vitest'

test('FLG-3: red is what the data calls critical, amber what it calls abnormal, and the components know every flag', () => {
  expect([...flagCodes].sort()).toEqual([...flags].sort())
  for (const flag of flags) expect([flag, toneOfFlag(flag)]).toEqual([flag, isCritical(flag) ? 'crit' : isAbnormal(flag) ? 'warn' : null])
})
