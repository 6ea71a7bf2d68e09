import { type Flag, systems } from '@wardline/events'
import type { CodeableConcept } from 'fhir/r4'

const displayTexts: Record<Flag, string> = {
  N: 'Normal',
  L: 'Low',
  H: 'High',
  A: 'Abnormal',
  LL: 'Critical low',
  HH: 'Critical high',
  AA: 'Critical abnormal',
}

export const interpretationOf = (flag: Flag): CodeableConcept => ({
  coding: [{ system: systems.interpretation, code: flag, display: displayTexts[flag] }],
})
