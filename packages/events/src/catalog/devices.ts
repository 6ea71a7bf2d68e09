import type { Communication, Device } from 'fhir/r4'
import * as z from 'zod'
import { declareEvents, event, type Occurrence } from '../declare.ts'
import type { Room } from '../ids.ts'
import { rooms } from '../rooms.ts'
import { clinical, patientAndUnit, patientRoom, treating } from './patients.ts'
import { person } from './person.ts'
import { sampleStaff } from './samples.ts'
import { sampleAlarmTask, sampleDevice, sampleDeviceAlert } from './samples-beyond.ts'

const connection = z.object({
  /** Where the device stands, when it hangs on no patient. */
  unitId: z.string().nullable(),
})

/** Whoever sees the patient, else the unit the device stands in. */
const placeOf = (happened: Occurrence<Device, z.output<typeof connection>>): readonly Room[] =>
  !happened.subject && happened.data.unitId ? [rooms.unit(happened.data.unitId)] : patientRoom(happened)

/** Devices at the bedside (document 003). What they measure is `encounter.vitals.recorded`, a critical value `lab.critical.alert`. */
export const deviceEvents = declareEvents({
  /**
   * What the device itself calls about: a rhythm, a line occluded, a sensor off. One of high or medium priority comes with
   * the Task of somebody who has to see to it; one of low priority is only on record.
   */
  'device.alert.triggered': event<Communication>()({
    workflow: 'DEVICE_ALERT_TRIGGERED',
    aliases: ['device_alert_triggered'],
    topic: 'device',
    action: 'created',
    data: z.object({
      deviceId: z.string(),
      /** Who must act at once, on an alarm of high priority; their own room is told wherever they are. */
      notify: z.array(person).default([]),
    }),
    rooms: (happened) => [...patientAndUnit(happened), ...happened.data.notify.map(({ userId }) => rooms.user(userId))],
    audience: clinical,
    urgent: true,
    example: () => ({
      resource: sampleDeviceAlert(),
      related: [sampleAlarmTask()],
      data: { deviceId: 'dv-1', notify: [sampleStaff.amal] },
    }),
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
