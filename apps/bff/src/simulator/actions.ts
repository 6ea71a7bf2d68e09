import { orderTest, workOnBench } from './simulate-laboratory.ts'
import { prescribeMedicine, workInPharmacy } from './simulate-pharmacy.ts'
import { takeVitals } from './simulate-vitals.ts'
import type { Act } from './simulated-unit.ts'

/** Actions of the simulator with their relative frequency. */
export const acts: readonly (readonly [weight: number, act: Act])[] = [
  [5, takeVitals],
  [2, orderTest],
  [5, workOnBench],
  [1, prescribeMedicine],
  [4, workInPharmacy],
]
