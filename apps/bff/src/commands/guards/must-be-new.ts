import { displayTextOf, foldText, type Stored } from '@wardline/events'
import type { AllergyIntolerance, Condition } from 'fhir/r4'
import { Refusal } from '../refusal.ts'

/**
 * An entry that is active in the record is not added a second time.
 *
 * @throws Refusal ALREADY_RECORDED with the id, author and time of the active entry
 */
export function mustBeNew(text: string, active: readonly Stored<AllergyIntolerance | Condition>[]): void {
  const same = active.find(({ code }) => foldText(displayTextOf(code) ?? '') === foldText(text))
  if (!same) return
  throw new Refusal('ALREADY_RECORDED', { id: same.id, by: same.recorder?.display ?? null, at: same.recordedDate ?? null })
}
