import type { Communication, Device } from 'fhir/r4'
import * as z from 'zod'
import { declareEvents, event, type Occurrence } from '../declare.ts'
import type { Room } from '../ids.ts'
import { rooms } from '../rooms.ts'
import { patientAndUnit, patientRoom, treating } from './patients.ts'
import { sampleDevice, sampleDeviceAlert } from './samples-beyond.ts'

const connection = z.object({
  /** Where the device stands, when it hangs on no patient. */
  unitId: z.string().nullable(),
})

/** Whoever sees the patient, else the unit the device stands in. */
const placeOf = (happened: Occurrence<Device, z.output<typeof connection>>): readonly Room[] =>
  !happened.subject && happened.data.unitId ? [rooms.unit(happened.data.unitId)] : patientRoom(happened)

/** Devices at the bedside (document 003). What they measure is `encounter.vitals.recorded`, a critical value `lab.critical.alert`. */
export const deviceEvents = declareEvents({
  /** What the device itself calls about: a sensor off, a battery low, a line occluded. */
  'device.alert.triggered': event<Communication>()({
    workflow: 'DEVICE_ALERT_TRIGGERED',
    aliases: ['device_alert_triggered'],
    topic: 'device',
    action: 'created',
    data: z.object({ deviceId: z.string() }),
    rooms: patientAndUnit,
    audience: treating,
    urgent: true,
    quiet: true,
    example: () => ({ resource: sampleDeviceAlert(), data: { deviceId: 'dv-1' } }),
  }),
  'device.connected': event<Device>()({
    workflow: 'DEVICE_CONNECTED',
    aliases: ['device_connected'],
    topic: 'device',
    action: 'updated',
    data: connection,
    rooms: placeOf,
    audience: treating,
    quiet: true,
    example: () => ({ resource: sampleDevice(), data: { unitId: 'ward-3' } }),
  }),
  'device.disconnected': event<Device>()({
    workflow: 'DEVICE_DISCONNECTED',
    aliases: ['device_disconnected'],
    topic: 'device',
    action: 'updated',
    data: connection,
    rooms: placeOf,
    audience: treating,
    quiet: true,
    example: () => ({ resource: { ...sampleDevice(), status: 'inactive' }, data: { unitId: 'ward-3' } }),
  }),
})
