import { renderHook } from '@testing-library/react'
import type { PatientId } from '@wardline/events'
import { expect, it } from 'vitest'
import { JUST_CHANGED_MS, needsIdentityConfirmation, useActiveChart } from './active-chart.ts'

const [jane, ali] = ['p-jane', 'p-ali'] as [PatientId, PatientId]

it('requires identity confirmation shortly after a patient change, and while several charts are open (ID-13)', () => {
  const opened = Date.now()
  const page = renderHook(({ patientId, charts }) => useActiveChart(patientId, charts), { initialProps: { patientId: jane, charts: 1 } })
  expect(needsIdentityConfirmation(opened + JUST_CHANGED_MS - 1)).toBe(true)
  expect(needsIdentityConfirmation(Date.now() + JUST_CHANGED_MS)).toBe(false)

  page.rerender({ patientId: jane, charts: 2 })
  expect(needsIdentityConfirmation(Date.now() + JUST_CHANGED_MS)).toBe(true)

  page.rerender({ patientId: ali, charts: 1 })
  expect(needsIdentityConfirmation(Date.now() + 1)).toBe(true)
})
