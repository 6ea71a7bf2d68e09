/**
 * Gateway of a bedside monitor: publishes its connection, one set of vital signs and its disconnection.
 * With `--low` the oxygen saturation is 88 %, below the critical limit of 90 %.
 *
 *   NATS_URL=nats://device-integration-service:password@127.0.0.1:4222 npx node examples/device-gateway.ts --patient <id> [--low]
 */
import { randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import { openPublisher } from '@wardline/events/publisher'
import type { Device, Observation, Quantity } from 'fhir/r4'
import { natsTransport } from './nats-transport.ts'

const { values } = parseArgs({
  options: {
    patient: { type: 'string' },
    device: { type: 'string', default: 'monitor-12' },
    low: { type: 'boolean', default: false },
  },
})
const { patient: patientId, device: deviceId, low } = values
const { NATS_URL } = process.env
if (!NATS_URL || !patientId) {
  console.error('Set NATS_URL and --patient <id>.')
  process.exit(2)
}

const patient = { reference: `Patient/${patientId}` }
const device: Device & { id: string } = {
  resourceType: 'Device',
  id: deviceId,
  status: 'active',
  deviceName: [{ name: `Bedside monitor ${deviceId}`, type: 'user-friendly-name' }],
  patient,
}

const now = new Date()
const unit = (value: number, unit: string, code: string): Quantity => ({ value, unit, system: 'http://unitsofmeasure.org', code })
const loinc = (code: string, text: string) => ({ coding: [{ system: 'http://loinc.org', code }], text })

const measurement = (code: Observation['code'], value: Pick<Observation, 'valueQuantity' | 'component'>): Observation & { id: string } => ({
  resourceType: 'Observation',
  id: randomUUID(),
  status: 'final',
  category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs' }] }],
  code,
  subject: patient,
  device: { reference: `Device/${deviceId}` },
  effectiveDateTime: now.toISOString(),
  issued: now.toISOString(),
  ...value,
})

const pulse = measurement(loinc('8867-4', 'Pulse'), { valueQuantity: unit(low ? 118 : 82, '/min', '/min') })
const pressure = measurement(loinc('85354-9', 'Blood pressure'), {
  component: [
    { code: loinc('8480-6', 'Systolic'), valueQuantity: unit(124, 'mmHg', 'mm[Hg]') },
    { code: loinc('8462-4', 'Diastolic'), valueQuantity: unit(78, 'mmHg', 'mm[Hg]') },
  ],
})
const saturation = measurement(loinc('59408-5', 'Oxygen saturation'), { valueQuantity: unit(low ? 88 : 97, '%', '%') })

const transport = await natsTransport(NATS_URL)
const gateway = openPublisher(transport, {
  source: 'device-integration-service',
  sourceVersion: '1.0',
  facilityId: 'main',
  tenantId: 'wardline',
})
const session = { patientId, correlationId: randomUUID() }

await gateway.publish('device.connected', { ...session, resource: device, details: { unitId: null }, occurredAt: now })
console.log('device.connected')

const vitalsId = await gateway.publish('encounter.vitals.recorded', {
  ...session,
  resource: pulse,
  related: [pressure, saturation],
  occurredAt: now,
})
console.log(`encounter.vitals.recorded ${vitalsId}`)

if (low) {
  const alertId = await gateway.publish('lab.critical.alert', {
    ...session,
    causationId: vitalsId,
    resource: saturation,
    details: { limit: '< 90 %' },
    occurredAt: now,
  })
  console.log(`lab.critical.alert ${alertId}`)
}

await gateway.publish('device.disconnected', {
  ...session,
  resource: { ...device, status: 'inactive' },
  details: { unitId: null },
})
console.log('device.disconnected')
await transport.close()
