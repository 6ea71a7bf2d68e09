import { act, renderHook } from '@testing-library/react'
import type { PatientId } from '@wardline/events'
import { expect, it } from 'vitest'
import { type DraftedOrderable, lineFor, missingIn, useOrderDraft, useUnsigned, withLines } from './draft.ts'

const potassium: DraftedOrderable = {
  id: 'lab:2823-3',
  code: '2823-3',
  display: 'Potassium',
  category: 'laboratory',
  detail: 'Serum or plasma',
  needsIndication: false,
  limit: null,
  unchecked: [],
  exposesTo: [],
}
const chest: DraftedOrderable = {
  ...potassium,
  id: 'img:36643-5',
  code: '36643-5',
  display: 'Chest X-ray',
  category: 'imaging',
  needsIndication: true,
}

/** What the browser is told when somebody closes the page. */
const leaves = () => window.dispatchEvent(new Event('beforeunload', { cancelable: true }))

const jane = 'p-jane' as PatientId
const ali = 'p-ali' as PatientId

it('binds a draft to its author and one patient, and never carries it to another (ID-15)', () => {
  const drafts = renderHook(() => ({
    jane: useOrderDraft('u-amal', jane),
    ali: useOrderDraft('u-amal', ali),
    janeBySami: useOrderDraft('u-sami', jane),
    unsigned: useUnsigned('u-amal', jane),
  }))
  act(() => drafts.result.current.jane.add([lineFor(potassium, 'stat')]))

  expect(drafts.result.current.jane.lines).toHaveLength(1)
  expect(drafts.result.current.ali.lines).toEqual([])
  expect(drafts.result.current.janeBySami.lines).toEqual([])
  expect(drafts.result.current.unsigned).toBe(1)
  expect(leaves()).toBe(false)

  act(() => drafts.result.current.jane.remove([potassium.id]))
  expect(leaves()).toBe(true)
})

it('outlives the tab it was made in, in memory only', () => {
  const first = renderHook(() => useOrderDraft('u-amal', jane))
  act(() => first.result.current.add([lineFor(chest)]))
  act(() => first.result.current.change(chest.id, { indication: 'cough' }))
  first.unmount()

  expect(renderHook(() => useOrderDraft('u-amal', jane)).result.current.lines).toMatchObject([{ indication: 'cough' }])
  expect([localStorage.length, sessionStorage.length]).toEqual([0, 0])
})

it('keeps the line that is there when the same is added again', () => {
  const filled = { ...lineFor(potassium, 'stat'), note: 'from the left arm' }
  expect(withLines([filled], [lineFor(potassium), lineFor(chest)])).toEqual([filled, lineFor(chest)])
})

it('wants an indication where the catalogue says so (ORD-4)', () => {
  expect(missingIn(lineFor(potassium))).toEqual([])
  expect(missingIn(lineFor(chest))).toEqual(['indication'])
  expect(missingIn({ ...lineFor(chest), indication: ' cough ' })).toEqual([])
})
