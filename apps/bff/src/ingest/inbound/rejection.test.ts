import { describe, expect, it } from 'vitest'
import {
  about,
  admitAnother,
  messageOf,
  placePotassiumOrder,
  potassium,
  receive,
  receiveText,
  rejection,
  result,
  useInboundWard,
  ward,
} from '../../testing/inbound-harness.ts'

useInboundWard()

describe('a message is rejected', () => {
  it('for an unknown patient, but may be retried', async () => {
    expect(await rejection(receive('lab.result.available', { ...result([potassium(4)]), patientId: null, patientMRN: '0' }))).toEqual({
      reason: 'unknown-patient',
      isRetryable: true,
    })
  })

  it('if its identifiers belong to two patients', async () => {
    const other = await ward.admit()
    expect(await rejection(receive('lab.result.available', result([potassium(4)], { patientMRN: other.mrn })))).toMatchObject({
      reason: 'two-patients',
    })
    expect(await rejection(receive('lab.result.available', result([potassium(4)], { patientMRN: '1' })))).toMatchObject({
      reason: 'two-patients',
    })
  })

  it('if its observation is on record for another patient', async () => {
    const value = potassium(4)
    await receive('lab.result.available', result([value]))
    await admitAnother()
    expect(await rejection(receive('lab.result.available', result([{ ...value, subject: about() }])))).toMatchObject({
      reason: 'another-patients',
    })
  })

  it('if its order belongs to another patient', async () => {
    const orderId = await placePotassiumOrder()
    await admitAnother()
    expect(await rejection(receive('lab.result.available', result([potassium(4)], {}, {}, { orderId })))).toMatchObject({
      reason: 'another-patients',
    })
  })

  it('if its resource was sent by another system', async () => {
    const value = potassium(4)
    await receive(
      'lab.critical.alert',
      messageOf('lab.critical.alert', { source: 'device-integration-service', data: { resource: value, related: [], details: {} } }),
    )
    expect(await rejection(receive('lab.result.available', result([value])))).toMatchObject({ reason: 'not-theirs' })
  })

  it('if its resource is not valid FHIR', async () => {
    const wrong = { ...potassium(4), status: 'surely' as never }
    expect(await rejection(receive('lab.result.available', result([wrong])))).toMatchObject({ reason: 'not-fhir', isRetryable: false })
  })

  it('if its event id was used with other content', async () => {
    const message = result([potassium(4)])
    await receive('lab.result.available', message)
    const other = { ...result([potassium(5)]), eventId: message.eventId }
    expect(await rejection(receive('lab.result.available', other))).toMatchObject({ reason: 'refused' })
  })

  it('for the same reasons as in the publisher: invalid JSON or an unauthorised event type', async () => {
    expect(await rejection(receiveText('lab.result.available', '{'))).toMatchObject({ reason: 'not-json' })
    expect(await rejection(receive('lab.result.available', { ...result([potassium(4)]), source: 'pharmacy-service' }))).toMatchObject({
      reason: 'not-authorised',
    })
  })
})
