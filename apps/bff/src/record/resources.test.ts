import { referTo, systems } from '@wardline/events'
import type { Observation } from 'fhir/r4'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newId } from '../commands/ids.ts'
import { mustAdminister } from '../commands/permits.ts'
import { openTestCore, type TestCore } from '../testing/services.ts'

let core: TestCore
beforeAll(async () => {
  core = await openTestCore()
})
afterAll(() => core.close())

const [GLUCOSE, SODIUM, LACTATE] = ['14749-6', '2951-2', '2524-7']

it('the newest resource of each code is found behind many of another code, without those about the excluded order (LAB-4)', async () => {
  const { patientId } = await core.admit()
  const admin = await core.as('admin')
  const value = (code: string | undefined, hour: number, order: string): Observation => ({
    resourceType: 'Observation',
    id: newId(),
    status: 'final',
    code: { coding: [{ system: systems.loinc, code: code ?? '' }] },
    subject: referTo('Patient', patientId),
    basedOn: [referTo('ServiceRequest', order)],
    effectiveDateTime: new Date(Date.UTC(2026, 10, 1, hour)).toISOString(),
    valueQuantity: { value: hour, unit: 'mmol/L' },
  })
  const write = [
    value(GLUCOSE, 1, 'first'),
    value(GLUCOSE, 2, 'first'),
    ...Array.from({ length: 600 }, (_, index) => value(SODIUM, 3 + index, 'many')),
    value(GLUCOSE, 700, 'excluded'),
  ]
  await admin.record(await mustAdminister(admin), { commandId: null, input: null, resources: write, events: [] })

  const found = await admin.resources.newestOfEach('Observation', {
    patientId,
    codes: [GLUCOSE, SODIUM, LACTATE].map(String),
    excludeAbout: 'ServiceRequest/excluded',
  })

  expect(found.map(({ valueQuantity }) => valueQuantity?.value)).toEqual([2, 602])
})
