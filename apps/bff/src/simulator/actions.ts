import { advanceLabOrder, orderTest } from './simulate-laboratory.ts'
import { advancePrescription, prescribeMedication } from './simulate-pharmacy.ts'
import { recordVitals } from './simulate-vitals.ts'
import type { SimulatedAction } from './simulated-unit.ts'

/** Actions of the simulator with their relative frequency. */
export const simulatedActions: readonly (readonly [weight: number, act: SimulatedAction])[] = [
  [5, recordVitals],
  [2, orderTest],
  [5, advanceLabOrder],
  [1, prescribeMedication],
  [4, advancePrescription],
]
