import { expect, it } from 'vitest'
import { guardUnsavedChanges } from './unsaved-changes-guard.ts'

it('prompts only while there are unsaved changes (SHL-9)', () => {
  let unsigned = false
  guardUnsavedChanges(() => unsigned)
  const leaves = () => window.dispatchEvent(new Event('beforeunload', { cancelable: true }))
  expect(leaves()).toBe(true)
  unsigned = true
  expect(leaves()).toBe(false)
})
