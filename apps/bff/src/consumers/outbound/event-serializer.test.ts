import { randomBytes } from 'node:crypto'
import { type ClinicalEvent, eventTypes } from '@wardline/events'
import { anEvent, samples } from '@wardline/events/testing'
import type { Patient } from 'fhir/r4'
import { compactDecrypt } from 'jose'
import { describe, expect, it } from 'vitest'
import { openValidator } from '../../ingest/validation/validate.ts'
import { serializeEvent } from './event-serializer.ts'
import { payloadEncryptionWith } from './payload-encryption.ts'

it.each(eventTypes)('%s is serialised in the envelope of document 003, with its resources', async (type) => {
  const event = anEvent(type) as ClinicalEvent
  const message = JSON.parse(await serializeEvent(payloadEncryptionWith(null))(event))
  expect(message).toMatchObject({
    eventId: event.eventId,
    eventType: type,
    timestamp: event.occurredAt,
    version: '1.0',
    patientId: event.subject?.patientId ?? null,
    userId: event.actor.userId,
    correlationId: event.correlationId,
    data: { resource: { resourceType: event.resource.resourceType, id: event.resource.id } },
  })
})

describe('H26: a sensitive value', () => {
  const patient: Patient = {
    ...samples.samplePatient(),
    identifier: [
      ...(samples.samplePatient().identifier ?? []),
      { type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'NI' }] }, value: 'ABC123456789' },
    ],
    telecom: [
      { system: 'phone', value: '+249912345678' },
      { system: 'email', value: 'jane@example.org' },
    ],
  }
  const event = anEvent('patient.created', { resource: patient, related: [patient] })
  const serialized = async (key: Uint8Array | null) => serializeEvent(payloadEncryptionWith(key))(event)
  const patientIn = (text: string): Patient => (JSON.parse(text) as { data: { resource: Patient } }).data.resource

  it('is withheld and marked as masked without a key; other values stay', async () => {
    const text = await serialized(null)
    expect(text).not.toMatch(/ABC123456789|912345678/)
    expect(text).toContain('jane@example.org')
    expect(patientIn(text).identifier?.[0]?.value).toBe(samples.samplePatient().identifier?.[0]?.value)
    expect((await openValidator())(patientIn(text))).toBeNull()
  })

  it('is encrypted and readable with the key only', async () => {
    const key = randomBytes(32)
    const text = await serialized(key)
    expect(text).not.toMatch(/ABC123456789|912345678/)
    const { identifier, telecom } = patientIn(text)
    const opened = async (value = '') => new TextDecoder().decode((await compactDecrypt(value, key)).plaintext)
    expect(await opened(identifier?.[1]?.value)).toBe('ABC123456789')
    expect(await opened(telecom?.[0]?.value)).toBe('+249912345678')
    await expect(compactDecrypt(identifier?.[1]?.value ?? '', randomBytes(32))).rejects.toThrow()
  })
})
