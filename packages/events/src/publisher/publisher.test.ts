import { describe, expect, it } from 'vitest'
import { readPublished } from '../interop/published-event.ts'
import { samples } from '../testing/index.ts'
import { openPublisher, type Transport } from './index.ts'

interface Sent {
  readonly subject: string
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

/** Returns a broker whose first `failures` publications fail. */
function broker(failures = 0): { transport: Transport; sent: Sent[] } {
  const sent: Sent[] = []
  let failuresLeft = failures
  return {
    sent,
    transport: {
      async publish(subject, body, headers) {
        sent.push({ subject, body, headers })
        if (failuresLeft-- > 0) throw new Error('no responders')
      },
    },
  }
}

const lab = { source: 'lab-service', sourceVersion: '4.2', facilityId: 'main', tenantId: 'wardline' } as const
const report = { ...samples.sampleReport(), id: 'r-9' }
const observation = samples.sampleObservation()

describe('a publisher', () => {
  it('sends a message that the receiver accepts, with its event id as deduplication id', async () => {
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

  it('publishes event types without an inbound subject under their snake_case name', async () => {
    const { transport, sent } = broker()
    const ehr = openPublisher(transport, { ...lab, source: 'ehr-service' })
    await ehr.publish('diagnosis.added', { patientMRN: '1297287652', resource: { ...samples.sampleCondition(), id: 'c-1' } })
    expect(sent[0]?.subject).toBe('diagnosis_added')
  })

  it('makes three attempts with one event id, then rejects', async () => {
    const payload = { patientId: 'p-jane', resource: report }
    const [twice, always] = [broker(2), broker(3)]
    await openPublisher(twice.transport, lab).publish('lab.result.available', payload)
    expect(new Set(twice.sent.map(({ headers }) => headers['Nats-Msg-Id'])).size).toBe(1)
    expect(twice.sent).toHaveLength(3)
    await expect(openPublisher(always.transport, lab).publish('lab.result.available', payload)).rejects.toThrow('no responders')
    expect(always.sent).toHaveLength(3)
  })

  it('sends no invalid message, and its error contains no patient data', async () => {
    const { transport, sent } = broker()
    const publisher = openPublisher(transport, lab)
    const wrong = { ...report, subject: { reference: 'Patient/p-other' } }
    await expect(publisher.publish('lab.result.available', { patientId: 'p-jane', resource: wrong })).rejects.toThrow(
      /^lab\.result\.available is invalid: data\.resource: belongs to another patient$/,
    )
    await expect(publisher.publish('lab.result.available', { resource: report })).rejects.toThrow('patient is missing')
    await expect(
      publisher.publish('pharmacy.medication.due', { patientId: 'p-jane', resource: { ...samples.samplePrescription(), id: 'm-1' } }),
    ).rejects.toThrow('lab-service may not publish pharmacy.medication.due.')
    expect(sent).toEqual([])
  })

  it('uses a given event id, so that a message can be sent again', async () => {
    const { transport, sent } = broker()
    const publisher = openPublisher(transport, lab)
    const eventId = await publisher.publish('lab.result.available', { patientId: 'p-jane', resource: report })
    await publisher.publish('lab.result.available', { patientId: 'p-jane', resource: report, eventId })
    expect(sent.map(({ headers }) => headers['Nats-Msg-Id'])).toEqual([eventId, eventId])
  })
})
