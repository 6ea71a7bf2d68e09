import { orderTest, workOnBench } from './laboratory.ts'
import { prescribeMedicine, workInPharmacy } from './pharmacy.ts'
import { takeVitals } from './vitals.ts'
import type { Act } from './ward.ts'

/** How often what happens: vital signs are most of a ward's day. */
export const acts: readonly (readonly [weight: number, act: Act])[] = [
  [5, takeVitals],
  [2, orderTest],
  [5, workOnBench],
  [1, prescribeMedicine],
  [4, workInPharmacy],
]
