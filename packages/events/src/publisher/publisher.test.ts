import { describe, expect, it } from 'vitest'
import { readPublished } from '../interop/published-event.ts'
import { samples } from '../testing/index.ts'
import { openPublisher, type Transport } from './index.ts'

interface Sent {
  readonly subject: string
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

/** A broker that refuses so often first. */
function broker(failures = 0): { transport: Transport; sent: Sent[] } {
  const sent: Sent[] = []
  let left = failures
  return {
    sent,
    transport: {
      async publish(subject, body, headers) {
        sent.push({ subject, body, headers })
        if (left-- > 0) throw new Error('no responders')
      },
    },
  }
}

const lab = { source: 'lab-service', sourceVersion: '4.2', facilityId: 'main', tenantId: 'wardline' } as const
const report = { ...samples.sampleReport(), id: 'r-9' }
const observation = samples.sampleObservation()

describe('a publisher', () => {
  it('sends what the other side lets in, under an id that makes repeats harmless', async () => {
    const { transport, sent } = broker()
    const eventId = await openPublisher(transport, lab).publish('lab.result.available', {
      patientId: 'p-jane',
      resource: report,
      related: [observation],
      details: { orderId: 'o-1' },
      by: { userId: 'lab-tech-001', name: 'Yusuf Ali' },
      occurredAt: new Date('2026-11-20T20:58:00.000Z'),
    })
    const [message] = sent
    expect([sent.length, message?.subject, message?.headers['Nats-Msg-Id']]).toEqual([1, 'lab.result.available', eventId])
    const { event } = readPublished(message?.subject ?? '', new TextEncoder().encode(message?.body))
    expect(event).toMatchObject({
      eventId,
      eventType: 'lab.result.available',
      timestamp: '2026-11-20T20:58:00.000Z',
      userName: 'Yusuf Ali',
      source: 'lab-service',
      data: { resource: { id: 'r-9' }, related: [{ id: 'ob-1' }], details: { orderId: 'o-1' } },
    })
  })

  it('says events without a subject of their own under the snake_case name', async () => {
    const { transport, sent } = broker()
    const ehr = openPublisher(transport, { ...lab, source: 'ehr-service' })
    await ehr.publish('diagnosis.added', { patientMRN: '1297287652', resource: { ...samples.sampleCondition(), id: 'c-1' } })
    expect(sent[0]?.subject).toBe('diagnosis_added')
  })

  it('tries three times under one id, then says so', async () => {
    const payload = { patientId: 'p-jane', resource: report }
    const [twice, always] = [broker(2), broker(3)]
    await openPublisher(twice.transport, lab).publish('lab.result.available', payload)
    expect(new Set(twice.sent.map(({ headers }) => headers['Nats-Msg-Id'])).size).toBe(1)
    expect(twice.sent).toHaveLength(3)
    await expect(openPublisher(always.transport, lab).publish('lab.result.available', payload)).rejects.toThrow('no responders')
    expect(always.sent).toHaveLength(3)
  })

  it('sends nothing that would not be let in, and names no patient in saying so', async () => {
    const { transport, sent } = broker()
    const publisher = openPublisher(transport, lab)
    const wrong = { ...report, subject: { reference: 'Patient/somebody-else' } }
    await expect(publisher.publish('lab.result.available', { patientId: 'p-jane', resource: wrong })).rejects.toThrow(
      /^lab\.result\.available would not be let in: data\.resource: names another patient$/,
    )
    await expect(publisher.publish('lab.result.available', { resource: report })).rejects.toThrow('names no patient')
    await expect(
      publisher.publish('pharmacy.medication.due', { patientId: 'p-jane', resource: { ...samples.samplePrescription(), id: 'm-1' } }),
    ).rejects.toThrow('lab-service does not publish pharmacy.medication.due.')
    expect(sent).toEqual([])
  })

  it('keeps the id it is given: the same message sent again later is the same message', async () => {
    const { transport, sent } = broker()
    const publisher = openPublisher(transport, lab)
    const eventId = await publisher.publish('lab.result.available', { patientId: 'p-jane', resource: report })
    await publisher.publish('lab.result.available', { patientId: 'p-jane', resource: report, eventId })
    expect(sent.map(({ headers }) => headers['Nats-Msg-Id'])).toEqual([eventId, eventId])
  })
})
