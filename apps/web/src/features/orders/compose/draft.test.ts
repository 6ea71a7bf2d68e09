import { act, renderHook } from '@testing-library/react'
import type { PatientId } from '@wardline/events'
import { expect, it } from 'vitest'
import { type DraftOrderable, draftLineFor, missingFieldsOf, useOrderDraft, useUnsignedCount, withAddedLines } from './draft.ts'

const potassium: DraftOrderable = {
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
const chest: DraftOrderable = {
  ...potassium,
  id: 'img:36643-5',
  code: '36643-5',
  display: 'Chest X-ray',
  category: 'imaging',
  needsIndication: true,
}

/** True when the page may close without the browser's warning about unsaved changes. */
const canLeavePage = () => window.dispatchEvent(new Event('beforeunload', { cancelable: true }))

const jane = 'p-jane' as PatientId
const ali = 'p-ali' as PatientId

it('a draft belongs to one author and one patient (ID-15)', () => {
  const drafts = renderHook(() => ({
    jane: useOrderDraft('u-amal', jane),
    ali: useOrderDraft('u-amal', ali),
    janeBySami: useOrderDraft('u-sami', jane),
    unsigned: useUnsignedCount('u-amal', jane),
  }))
  act(() => drafts.result.current.jane.add([draftLineFor(potassium, 'stat')]))

  expect(drafts.result.current.jane.lines).toHaveLength(1)
  expect(drafts.result.current.ali.lines).toEqual([])
  expect(drafts.result.current.janeBySami.lines).toEqual([])
  expect(drafts.result.current.unsigned).toBe(1)
  expect(canLeavePage()).toBe(false)

  act(() => drafts.result.current.jane.remove([potassium.id]))
  expect(canLeavePage()).toBe(true)
})

it('a draft survives leaving its tab and is kept in memory only', () => {
  const first = renderHook(() => useOrderDraft('u-amal', jane))
  act(() => first.result.current.add([draftLineFor(chest)]))
  act(() => first.result.current.change(chest.id, { indication: 'cough' }))
  first.unmount()

  expect(renderHook(() => useOrderDraft('u-amal', jane)).result.current.lines).toMatchObject([{ indication: 'cough' }])
  expect([localStorage.length, sessionStorage.length]).toEqual([0, 0])
})

it('adding an orderable twice keeps the existing line', () => {
  const filled = { ...draftLineFor(potassium, 'stat'), note: 'from the left arm' }
  expect(withAddedLines([filled], [draftLineFor(potassium), draftLineFor(chest)])).toEqual([filled, draftLineFor(chest)])
})

it('an indication is required where the catalogue requires one (ORD-4)', () => {
  expect(missingFieldsOf(draftLineFor(potassium))).toEqual([])
  expect(missingFieldsOf(draftLineFor(chest))).toEqual(['indication'])
  expect(missingFieldsOf({ ...draftLineFor(chest), indication: ' cough ' })).toEqual([])
})
