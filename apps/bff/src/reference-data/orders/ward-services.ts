import { systems } from '@wardline/events'
import { type Orderable, oneTime } from './orderable.ts'

const other = (
  system: string,
  code: string,
  display: string,
  synonyms: readonly string[] = [],
  more: Partial<Orderable> = {},
): Orderable => ({
  id: `svc:${code}`,
  category: 'other',
  system,
  code,
  display,
  synonyms,
  detail: null,
  section: null,
  analytes: [],
  needsIndication: false,
  duplicateWithinHours: 24,
  ...oneTime,
  ...more,
})

const stopsAfter = (hours: number, maxHours: number): Partial<Orderable> => ({ limit: { kind: 'stop', hours, maxHours } })
const reviewedAfter = (hours: number, maxHours: number): Partial<Orderable> => ({ limit: { kind: 'review', hours, maxHours } })
const DAY = 24

/** Nursing and ward services; most continue until discontinued. */
export const services = [
  other(systems.loinc, '34534-8', 'ECG 12-lead', ['EKG', 'electrocardiogram']),
  other(systems.snomed, '57485005', 'Oxygen therapy', ['O2'], reviewedAfter(DAY, 3 * DAY)),
  other(systems.snomed, '91251008', 'Physiotherapy', ['physio', 'mobilise']),
  other(systems.snomed, '410024004', 'Urinary catheter', ['Foley'], {
    ...reviewedAfter(2 * DAY, 14 * DAY),
    unchecked: ['allergy'],
    exposesTo: ['latex', 'chlorhexidine', 'lidocaine'],
  }),
  other(systems.snomed, '182923009', 'Nil by mouth', ['NPO', 'fasting'], stopsAfter(12, DAY)),
  other(systems.snomed, '103735009', 'Palliative care review', ['palliative']),
  other(systems.orderable, 'telemetry', 'Cardiac telemetry', ['monitor', 'tele'], reviewedAfter(DAY, 3 * DAY)),
  other(systems.orderable, 'isolation-contact', 'Contact isolation', ['barrier nursing', 'MRSA'], reviewedAfter(3 * DAY, 14 * DAY)),
  // 42 CFR 482.13(e)(8) limits a restraint order for adults to four hours.
  other(systems.orderable, 'restraint', 'Physical restraint', ['restrain'], { ...stopsAfter(4, 4), needsIndication: true }),
  other(systems.orderable, 'fluid-saline', 'Sodium chloride 0.9 % infusion', ['normal saline', 'IV fluid', 'NS'], {
    ...stopsAfter(8, 3 * DAY),
    detail: '1,000 mL intravenously over 8 h, then as ordered',
    unchecked: ['interaction', 'renal'],
  }),
  other(systems.orderable, 'fluid-ringer', 'Ringer lactate infusion', ['Hartmann', 'IV fluid', 'LR'], {
    ...stopsAfter(8, 3 * DAY),
    detail: '1,000 mL intravenously over 8 h, then as ordered',
    unchecked: ['interaction', 'renal'],
  }),
]
