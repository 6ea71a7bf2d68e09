import type { Communication, Device, Task } from 'fhir/r4'
import { referTo, type Stored, systems } from '../../fhir.ts'
import { baseCommunication, jane, versioned } from './identities.ts'
import { sampleAlert } from './laboratory.ts'

export const sampleDevice = (): Stored<Device> => ({
  resourceType: 'Device',
  id: 'dv-1',
  meta: versioned,
  status: 'active',
  deviceName: [{ name: 'Bedside monitor 12', type: 'user-friendly-name' }],
  patient: jane,
})

export const sampleDeviceAlert = (): Stored<Communication> => ({
  ...baseCommunication('co-2'),
  priority: 'stat',
  sender: referTo('Device', 'dv-1', 'Bedside monitor 12'),
  payload: [{ contentString: 'Asystole' }],
})

export const sampleAlarmTask = (): Stored<Task> => ({
  ...sampleAlert(),
  id: 'al-3',
  code: { coding: [{ system: systems.taskCode, code: 'device-alarm' }] },
  focus: referTo('Communication', 'co-2'),
})
