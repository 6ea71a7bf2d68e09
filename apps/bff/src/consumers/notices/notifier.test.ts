import { staff } from '@wardline/events'
import { anEvent, samples } from '@wardline/events/testing'
import { expect, it } from 'vitest'
import { recipientOf } from './notifier.ts'

const ordered = { ...samples.sampleOrder(), requester: staff(samples.sampleStaff.amal) }

it.each(['lab.result.available', 'radiology.report.finalized'] as const)('%s notifies the requester', (event) => {
  expect(recipientOf(anEvent(event, { related: [ordered] }))).toBe('u-amal')
  expect(recipientOf(anEvent(event, { related: [] }))).toBeNull()
})

it('an event that concerns no user, or whose users receive it in their rooms, notifies none', () => {
  expect(recipientOf(anEvent('radiology.study.complete'))).toBeNull()
  expect(recipientOf(anEvent('lab.critical.alert'))).toBeNull()
})
