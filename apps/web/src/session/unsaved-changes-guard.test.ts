import { expect, it } from 'vitest'
import { guardUnsavedChanges } from './unsaved-changes-guard.ts'

it('prompts only while there are unsaved changes (SHL-9)', () => {
  let hasUnsavedChanges = false
  guardUnsavedChanges(() => hasUnsavedChanges)
  const dispatchBeforeUnload = () => window.dispatchEvent(new Event('beforeunload', { cancelable: true }))
  expect(dispatchBeforeUnload()).toBe(true)
  hasUnsavedChanges = true
  expect(dispatchBeforeUnload()).toBe(false)
})
