import type { Communication, Device } from 'fhir/r4'
import * as z from 'zod'
import { declareEvents, event, type Occurrence } from '../declare.ts'
import type { Room } from '../ids.ts'
import { rooms } from '../rooms.ts'
import { clinicalAudience, patientAndUnit, patientRoom, treatingAudience } from './patients.ts'
import { person } from './person.ts'
import { sampleAlarmTask, sampleDevice, sampleDeviceAlert, sampleStaff } from './samples/index.ts'

const connectionData = z.object({
  /** Unit of a device that is not assigned to a patient. */
  unitId: z.string().nullable(),
})

/** Returns the patient's room, or the unit's room for a device without a patient. */
const deviceRooms = (occurrence: Occurrence<Device, z.output<typeof connectionData>>): readonly Room[] =>
  !occurrence.subject && occurrence.data.unitId ? [rooms.unit(occurrence.data.unitId)] : patientRoom(occurrence)

/** Bedside devices (document 003). Measurements are published as `encounter.vitals.recorded`, critical values as `lab.critical.alert`. */
export const deviceEvents = declareEvents({
  /**
   * An alarm of the device: arrhythmia, occluded line, disconnected sensor. An alarm of high or medium priority has a Task for
   * its acknowledgement; one of low priority is only recorded.
   */
  'device.alert.triggered': event<Communication>()({
    workflow: 'DEVICE_ALERT_TRIGGERED',
    aliases: ['device_alert_triggered'],
    topic: 'device',
    action: 'created',
    data: z.object({
      deviceId: z.string(),
      /** Recipients of a high-priority alarm; the event is also delivered to their user rooms. */
      notify: z.array(person).default([]),
    }),
    rooms: (occurrence) => [...patientAndUnit(occurrence), ...occurrence.data.notify.map(({ userId }) => rooms.user(userId))],
    audience: clinicalAudience,
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
    data: connectionData,
    rooms: deviceRooms,
    audience: treatingAudience,
    quiet: true,
    example: () => ({ resource: sampleDevice(), data: { unitId: 'ward-3' } }),
  }),
  'device.disconnected': event<Device>()({
    workflow: 'DEVICE_DISCONNECTED',
    aliases: ['device_disconnected'],
    topic: 'device',
    action: 'updated',
    data: connectionData,
    rooms: deviceRooms,
    audience: treatingAudience,
    quiet: true,
    example: () => ({ resource: { ...sampleDevice(), status: 'inactive' }, data: { unitId: 'ward-3' } }),
  }),
})
