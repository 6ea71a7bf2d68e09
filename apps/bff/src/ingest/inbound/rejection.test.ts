import { describe, expect, it } from 'vitest'
import {
  about,
  another,
  ordered,
  potassium,
  rejection,
  result,
  saying,
  take,
  takeText,
  takingIn,
  ward,
} from '../../testing/inbound-harness.ts'

takingIn()

describe('what is not taken in, and why', () => {
  it('somebody nobody knows: they may be on their way', async () => {
    expect(await rejection(take('lab.result.available', { ...result([potassium(4)]), patientId: null, patientMRN: '0' }))).toEqual({
      reason: 'unknown-patient',
      mayCome: true,
    })
  })

  it('two identifiers of two people', async () => {
    const other = await ward.admit()
    expect(await rejection(take('lab.result.available', result([potassium(4)], { patientMRN: other.mrn })))).toMatchObject({
      reason: 'two-patients',
    })
    expect(await rejection(take('lab.result.available', result([potassium(4)], { patientMRN: '1' })))).toMatchObject({
      reason: 'two-patients',
    })
  })

  it('a value that is on record as another patient’s', async () => {
    const value = potassium(4)
    await take('lab.result.available', result([value]))
    await another()
    expect(await rejection(take('lab.result.available', result([{ ...value, subject: about() }])))).toMatchObject({
      reason: 'another-patients',
    })
  })

  it('an order of another patient', async () => {
    const orderId = await ordered()
    await another()
    expect(await rejection(take('lab.result.available', result([potassium(4)], {}, {}, { orderId })))).toMatchObject({
      reason: 'another-patients',
    })
  })

  it('what somebody else told of', async () => {
    const value = potassium(4)
    await take(
      'lab.critical.alert',
      saying('lab.critical.alert', { source: 'device-integration-service', data: { resource: value, related: [], details: {} } }),
    )
    expect(await rejection(take('lab.result.available', result([value])))).toMatchObject({ reason: 'not-theirs' })
  })

  it('what is no FHIR', async () => {
    const wrong = { ...potassium(4), status: 'surely' as never }
    expect(await rejection(take('lab.result.available', result([wrong])))).toMatchObject({ reason: 'not-fhir', mayCome: false })
  })

  it('the id of a message with another content', async () => {
    const message = result([potassium(4)])
    await take('lab.result.available', message)
    const other = { ...result([potassium(5)]), eventId: message.eventId }
    expect(await rejection(take('lab.result.available', other))).toMatchObject({ reason: 'refused' })
  })

  it('what the publisher’s door would not let out either', async () => {
    expect(await rejection(takeText('lab.result.available', '{'))).toMatchObject({ reason: 'not-json' })
    expect(await rejection(take('lab.result.available', { ...result([potassium(4)]), source: 'pharmacy-service' }))).toMatchObject({
      reason: 'not-authorised',
    })
  })
})
