import type { Prescribe, Priority, VitalSign } from '@wardline/events'
import { formulary } from '../../reference-data/medications/formulary.ts'

/** Trend of a value over the stay: first value, last value and random variation. */
export type Trend = readonly [from: number, to: number, waver?: number]

/** Stage a prescription has reached in the pharmacy. */
export type SupplyStage = 'unverified' | 'claimed' | 'verified' | 'ready' | 'dispensed' | 'stopped'

export interface ScenarioMedication {
  readonly drugId: string
  readonly indication: string
  readonly priority: Priority
  /** Hours before now. */
  readonly hoursAgo: number
  readonly stage: SupplyStage
  readonly order: Pick<Prescribe, 'dose' | 'route' | 'frequency' | 'durationDays'>
}

export interface ScenarioOrder {
  readonly orderableId: string
  readonly priority: Priority
  readonly minutesAgo: number
  readonly step: 'requested' | 'specimen-collected' | 'specimen-received' | 'in-analysis'
  readonly indication: string | null
}

/** Clinical picture shared by patients with the same reason for admission. */
export interface PatientScenario {
  readonly reason: string
  readonly problems: readonly (readonly [snomed: string, words: string, sinceYears: number])[]
  readonly allergies:
    | readonly (readonly [substance: string, reaction: string, severity: 'mild' | 'moderate' | 'severe'])[]
    | 'none'
    | 'not recorded'
  readonly vitals: Readonly<Partial<Record<VitalSign, Trend>>>
  readonly panels: readonly string[]
  readonly labs: Readonly<Record<string, Trend>>
  readonly medicines: readonly ScenarioMedication[]
  readonly orders: readonly ScenarioOrder[]
}

const rx = (
  generic: string,
  indication: string,
  hoursAgo: number,
  stage: SupplyStage,
  overrides: {
    priority?: Priority
    days?: number
    form?: string
    dose?: readonly [string, Prescribe['dose']['unit']]
    frequency?: Prescribe['frequency']
  } = {},
): ScenarioMedication => {
  const drug = formulary.find((entry) => entry.generic === generic && (!overrides.form || entry.form.includes(overrides.form)))
  if (!drug) throw new Error(`${generic} is not in the formulary`)
  const { value, unit, route, frequency } = drug.usual
  const dose = overrides.dose ? { value: overrides.dose[0], unit: overrides.dose[1] } : { value, unit }
  return {
    drugId: drug.id,
    indication,
    priority: overrides.priority ?? 'routine',
    hoursAgo,
    stage,
    order: { dose, route, frequency: overrides.frequency ?? frequency, durationDays: overrides.days ?? null },
  }
}

const order = (
  orderableId: string,
  minutesAgo: number,
  step: ScenarioOrder['step'] = 'requested',
  priority: Priority = 'routine',
  indication: string | null = null,
): ScenarioOrder => ({
  orderableId,
  priority,
  minutesAgo,
  step,
  indication,
})

const CBC = 'lab:57021-8'
const RENAL = 'lab:24362-6'
const LIVER = 'lab:24325-3'
const CRP = 'lab:1988-5'
const K = '2823-3'
const NA = '2951-2'
const CREATININE = '14682-9'
const UREA = '22664-7'
const GLUCOSE = '14749-6'
const HB = '718-7'
const WBC = '6690-2'
const PLATELETS = '777-3'
const CRP_VALUE = '1988-5'
const LACTATE = '2524-7'

const septic: PatientScenario['vitals'] = {
  respiratoryRate: [24, 19, 1],
  oxygenSaturation: [94, 96, 1],
  systolic: [102, 118, 5],
  diastolic: [60, 70, 4],
  pulse: [112, 92, 4],
  temperature: [38.9, 37.4, 0.2],
  weight: [68, 68],
}
const stable: PatientScenario['vitals'] = {
  respiratoryRate: [16, 16, 1],
  oxygenSaturation: [97, 97, 1],
  systolic: [128, 124, 6],
  diastolic: [76, 74, 4],
  pulse: [78, 76, 4],
  temperature: [36.8, 36.8, 0.2],
  weight: [74, 74],
}
const cardiac: PatientScenario['vitals'] = {
  ...stable,
  respiratoryRate: [22, 18, 1],
  oxygenSaturation: [93, 96, 1],
  systolic: [116, 112, 5],
  pulse: [98, 84, 4],
  weight: [84, 81],
}
const child: PatientScenario['vitals'] = {
  respiratoryRate: [34, 26, 2],
  oxygenSaturation: [93, 97, 1],
  pulse: [138, 112, 5],
  temperature: [37.9, 37, 0.2],
  weight: [16, 16],
}

const infection = { [WBC]: [15.2, 10.8, 0.6], [CRP_VALUE]: [180, 74, 8] } as const

export const patientScenarios = {
  pneumoniaWithKidneyInjury: {
    reason: 'Community-acquired pneumonia',
    problems: [
      ['385093006', 'Community-acquired pneumonia', 0],
      ['14669001', 'Acute kidney injury, stage 2', 0],
      ['703272007', 'Heart failure with reduced ejection fraction', 5],
      ['44054006', 'Type 2 diabetes mellitus', 12],
      ['38341003', 'Hypertension', 15],
      ['13644009', 'Hypercholesterolaemia', 9],
    ],
    allergies: [
      ['penicillin', 'anaphylaxis', 'severe'],
      ['sulfamethoxazole', 'rash', 'moderate'],
      ['latex', 'contact dermatitis', 'mild'],
    ],
    vitals: {
      respiratoryRate: [17, 22, 1],
      oxygenSaturation: [97, 94],
      systolic: [122, 104, 2],
      diastolic: [72, 62, 1],
      pulse: [84, 98, 2],
      temperature: [37.2, 37.9, 0.1],
      weight: [71.4, 71.4],
    },
    // Jane's values are listed in jane.ts, as in the designs.
    panels: [],
    labs: {},
    medicines: [
      rx('enoxaparin', 'DVT prophylaxis', 56, 'dispensed'),
      rx('spironolactone', 'heart failure', 58, 'dispensed'),
      rx('ceftriaxone', 'pneumonia', 0.8, 'claimed', { priority: 'urgent', days: 5 }),
      rx('metformin', 'type 2 diabetes', 58, 'dispensed'),
      rx('bisoprolol', 'heart failure', 58, 'dispensed'),
      rx('ramipril', 'heart failure', 58, 'dispensed'),
      rx('atorvastatin', 'hypercholesterolaemia', 58, 'dispensed'),
      rx('paracetamol', 'fever', 50, 'dispensed', { form: 'tablet' }),
      rx('calcium gluconate', 'hyperkalaemia with ECG change', 0.2, 'unverified', { priority: 'stat' }),
    ],
    orders: [
      order('lab:2823-3', 22, 'specimen-collected', 'stat', 'hyperkalaemia, repeat'),
      order('lab:600-7', 70, 'specimen-received', 'urgent', 'fever'),
      order('svc:34534-8', 24, 'requested', 'stat', 'hyperkalaemia'),
      order('img:36643-5', 130, 'requested', 'routine', 'pneumonia, follow-up'),
    ],
  },
  pneumonia: {
    reason: 'Pneumonia',
    problems: [
      ['233604007', 'Pneumonia', 0],
      ['38341003', 'Hypertension', 20],
      ['13645005', 'Chronic obstructive pulmonary disease', 11],
    ],
    allergies: 'none',
    vitals: septic,
    panels: [CBC, RENAL, CRP],
    labs: { ...infection, [LACTATE]: [2.6, 1.8, 0.2] },
    medicines: [
      rx('amoxicillin and clavulanate', 'pneumonia', 1.2, 'unverified', { form: 'injection', priority: 'urgent', days: 7 }),
      rx('azithromycin', 'pneumonia', 1.2, 'unverified', { days: 3 }),
      rx('paracetamol', 'fever', 6, 'dispensed', { form: 'tablet' }),
    ],
    orders: [order('lab:2524-7', 35, 'specimen-received', 'urgent'), order('img:30746-2', 50, 'requested', 'urgent', 'pneumonia')],
  },
  urinarySepsis: {
    reason: 'Urosepsis',
    problems: [
      ['68566005', 'Urinary tract infection', 0],
      ['91302008', 'Sepsis', 0],
      ['44054006', 'Type 2 diabetes mellitus', 6],
    ],
    allergies: [['nitrofurantoin', 'nausea', 'mild']],
    vitals: septic,
    panels: [CBC, RENAL, CRP],
    labs: { ...infection, [LACTATE]: [3.2, 1.6, 0.2], [GLUCOSE]: [11.8, 8.9, 0.7], [CREATININE]: [138, 96, 5] },
    medicines: [
      rx('ceftriaxone', 'urosepsis', 30, 'dispensed', { days: 7 }),
      rx('gentamicin', 'urosepsis', 2.1, 'verified', { priority: 'urgent', days: 3 }),
      rx('metformin', 'type 2 diabetes', 30, 'dispensed'),
      rx('enoxaparin', 'DVT prophylaxis', 28, 'dispensed'),
    ],
    orders: [order('lab:630-4', 180, 'in-analysis'), order(RENAL, 55, 'specimen-collected')],
  },
  softTissueInfection: {
    reason: 'Cellulitis of the leg',
    problems: [
      ['128045006', 'Cellulitis', 0],
      ['414916001', 'Obesity', 8],
    ],
    allergies: 'none',
    vitals: { ...stable, temperature: [38.4, 37.1, 0.2], pulse: [98, 82, 3], weight: [108, 108] },
    panels: [CBC, CRP, RENAL],
    labs: infection,
    medicines: [
      rx('vancomycin', 'cellulitis, MRSA risk', 0.3, 'claimed', { priority: 'asap', days: 7 }),
      rx('clindamycin', 'cellulitis', 3.4, 'ready', { days: 7 }),
      rx('ibuprofen', 'pain', 3.4, 'dispensed', { days: 5 }),
    ],
    orders: [order('lab:20578-1', 40, 'requested', 'urgent'), order('lab:1988-5', 90, 'specimen-received')],
  },
  ketoacidosis: {
    reason: 'Diabetic ketoacidosis',
    problems: [
      ['420422005', 'Diabetic ketoacidosis', 0],
      ['46635009', 'Type 1 diabetes mellitus', 30],
    ],
    allergies: 'not recorded',
    vitals: { ...stable, respiratoryRate: [28, 22, 1], pulse: [118, 100, 3], systolic: [104, 112, 4] },
    panels: [RENAL, 'lab:24336-0', 'lab:14749-6'],
    labs: {
      [GLUCOSE]: [25.8, 17.2, 0.5],
      [K]: [5.6, 4.4, 0.1],
      '1963-8': [11, 16, 0.5],
      '2744-1': [7.22, 7.3, 0.01],
      [CREATININE]: [124, 108, 4],
    },
    medicines: [
      rx('insulin regular', 'ketoacidosis', 0.05, 'unverified', { priority: 'stat' }),
      rx('potassium chloride', 'ketoacidosis, falling potassium', 0.4, 'unverified', { priority: 'urgent' }),
    ],
    orders: [
      order('lab:24336-0', 12, 'requested', 'stat'),
      order('lab:14749-6', 14, 'specimen-received', 'stat'),
      order('lab:59261-8', 60, 'specimen-collected'),
    ],
  },
  preEclampsia: {
    reason: 'Pre-eclampsia, 34 weeks',
    problems: [
      ['398254007', 'Pre-eclampsia', 0],
      ['77386006', 'Pregnancy', 0],
    ],
    allergies: 'none',
    vitals: { ...stable, systolic: [162, 148, 5], diastolic: [104, 94, 4], pulse: [92, 88, 3] },
    panels: [CBC, LIVER, RENAL],
    labs: { [PLATELETS]: [148, 122, 4], '1742-6': [64, 78, 3], '14933-6': [402, 418, 6] },
    medicines: [
      rx('magnesium sulfate', 'seizure prophylaxis', 0.35, 'unverified', { priority: 'urgent' }),
      rx('labetalol', 'hypertension', 6, 'dispensed', { priority: 'urgent' }),
    ],
    orders: [order(CBC, 45, 'in-analysis', 'urgent'), order('lab:32294-1', 80)],
  },
  heartFailure: {
    reason: 'Decompensated heart failure',
    problems: [
      ['84114007', 'Heart failure', 7],
      ['49436004', 'Atrial fibrillation', 4],
      ['709044004', 'Chronic kidney disease, stage 3', 6],
    ],
    allergies: [['ibuprofen', 'worsening of kidney function', 'moderate']],
    vitals: cardiac,
    panels: [RENAL, CBC, 'lab:33762-6'],
    labs: { '33762-6': [6200, 3900, 200], [CREATININE]: [142, 150, 6], [K]: [4.2, 4.9, 0.2], [NA]: [131, 134, 1], [HB]: [112, 110, 2] },
    medicines: [
      rx('furosemide', 'heart failure', 36, 'dispensed', { form: 'injection' }),
      rx('metoprolol', 'rate control', 0.7, 'unverified'),
      rx('apixaban', 'atrial fibrillation', 36, 'dispensed'),
      rx('spironolactone', 'heart failure', 34, 'dispensed'),
    ],
    orders: [order(RENAL, 100, 'specimen-received'), order('img:42148-7', 300, 'requested', 'routine', 'heart failure')],
  },
  postpartum: {
    reason: 'Caesarean section',
    problems: [
      ['200144004', 'Delivery by caesarean section', 0],
      ['271737000', 'Anaemia', 0],
    ],
    allergies: 'none',
    vitals: stable,
    panels: [CBC],
    labs: { [HB]: [86, 92, 2], [WBC]: [13.4, 10.1, 0.5] },
    medicines: [
      rx('amoxicillin', 'wound infection', 0.7, 'unverified', { days: 5 }),
      rx('ferrous sulfate', 'anaemia', 20, 'verified'),
      rx('paracetamol', 'pain', 20, 'dispensed', { form: 'tablet' }),
      rx('enoxaparin', 'thrombosis prophylaxis', 18, 'ready'),
    ],
    orders: [order(CBC, 65, 'specimen-collected')],
  },
  atrialFibrillation: {
    reason: 'Atrial fibrillation with fast rate',
    problems: [
      ['49436004', 'Atrial fibrillation', 2],
      ['38341003', 'Hypertension', 12],
    ],
    allergies: 'none',
    vitals: { ...stable, pulse: [134, 92, 6] },
    panels: [RENAL, 'lab:3016-3', 'lab:34528-0'],
    labs: { [K]: [3.6, 4.1, 0.1], '6301-6': [1.1, 1.2, 0.1] },
    medicines: [
      rx('apixaban', 'stroke prevention', 0.9, 'unverified'),
      rx('bisoprolol', 'rate control', 26, 'dispensed'),
      rx('digoxin', 'rate control', 4.5, 'verified'),
    ],
    orders: [order('lab:10535-3', 75, 'requested'), order('svc:34534-8', 30, 'requested', 'urgent')],
  },
  kidneyDisease: {
    reason: 'Chronic kidney disease, fluid overload',
    problems: [
      ['433146000', 'Chronic kidney disease, stage 5', 9],
      ['38341003', 'Hypertension', 22],
      ['44054006', 'Type 2 diabetes mellitus', 18],
      ['234347009', 'Anaemia of chronic disease', 5],
    ],
    allergies: [['iodinated contrast', 'urticaria', 'moderate']],
    vitals: { ...stable, systolic: [158, 146, 6], weight: [79, 77] },
    panels: [RENAL, CBC],
    labs: {
      [CREATININE]: [472, 458, 10],
      [UREA]: [28.4, 26.1, 0.8],
      [K]: [5.6, 5.3, 0.2],
      [HB]: [94, 98, 3],
      '14879-1': [1.9, 1.8, 0.1],
      '2000-8': [2.1, 2.2, 0.05],
    },
    medicines: [
      rx('furosemide', 'fluid overload', 40, 'dispensed', { form: 'tablet' }),
      rx('amlodipine', 'hypertension', 40, 'dispensed'),
      rx('insulin glargine', 'type 2 diabetes', 1.4, 'unverified'),
      rx('sodium bicarbonate', 'metabolic acidosis', 2.6, 'ready'),
    ],
    orders: [order(RENAL, 85, 'in-analysis'), order(CBC, 85, 'in-analysis')],
  },
  coronary: {
    reason: 'Non-ST-elevation myocardial infarction',
    problems: [
      ['401314000', 'Acute non-ST-segment elevation myocardial infarction', 0],
      ['13644009', 'Hypercholesterolaemia', 6],
    ],
    allergies: 'none',
    vitals: { ...stable, systolic: [138, 122, 5] },
    panels: ['lab:89579-7', CBC, RENAL, 'lab:24331-1'],
    labs: { '89579-7': [420, 1840, 60], '22748-8': [4.2, 4.1, 0.1], [K]: [4.0, 4.2, 0.1] },
    medicines: [
      rx('aspirin', 'myocardial infarction', 20, 'dispensed'),
      rx('clopidogrel', 'myocardial infarction', 20, 'dispensed'),
      rx('atorvastatin', 'myocardial infarction', 19, 'verified'),
      rx('heparin', 'myocardial infarction', 1.6, 'ready', { priority: 'urgent' }),
      rx('ramipril', 'after infarction', 0.6, 'unverified'),
    ],
    orders: [order('lab:89579-7', 18, 'specimen-received', 'urgent'), order('img:42148-7', 200, 'requested', 'urgent', 'after infarction')],
  },
  stroke: {
    reason: 'Ischaemic stroke',
    problems: [
      ['422504002', 'Ischaemic stroke', 0],
      ['49436004', 'Atrial fibrillation', 3],
      ['38341003', 'Hypertension', 18],
    ],
    allergies: [['codeine', 'confusion', 'moderate']],
    vitals: { ...stable, systolic: [168, 152, 6] },
    panels: [CBC, RENAL, 'lab:34528-0', 'lab:24331-1'],
    labs: { '22748-8': [3.9, 3.9, 0.1], [GLUCOSE]: [8.2, 7.1, 0.4] },
    medicines: [
      rx('aspirin', 'stroke', 80, 'dispensed'),
      rx('atorvastatin', 'stroke', 80, 'dispensed'),
      rx('amlodipine', 'hypertension', 5.2, 'verified'),
      rx('levetiracetam', 'seizure', 1.1, 'unverified'),
    ],
    orders: [order('img:24590-2', 400, 'requested', 'routine', 'stroke')],
  },
  sickleCell: {
    reason: 'Sickle cell pain crisis',
    problems: [
      ['127040003', 'Sickle cell disease', 40],
      ['444108000', 'Acute sickle cell pain crisis', 0],
    ],
    allergies: [['morphine', 'itching', 'mild']],
    vitals: { ...stable, pulse: [108, 96, 4], oxygenSaturation: [94, 95, 1] },
    panels: [CBC, LIVER],
    labs: { [HB]: [74, 78, 2], [WBC]: [14.1, 12.2, 0.5], '17849-1': [9.2, 8.8, 0.4], '14631-6': [58, 46, 3] },
    medicines: [
      rx('fentanyl', 'pain crisis', 1.9, 'dispensed', { priority: 'urgent' }),
      rx('folic acid', 'sickle cell disease', 30, 'dispensed'),
      rx('paracetamol', 'pain', 30, 'dispensed', { form: 'injection' }),
    ],
    orders: [order(CBC, 28, 'requested', 'urgent')],
  },
  malaria: {
    reason: 'Malaria',
    problems: [['61462000', 'Malaria', 0]],
    allergies: 'not recorded',
    vitals: { ...septic, temperature: [39.4, 37.8, 0.3] },
    panels: [CBC, LIVER, RENAL],
    labs: { [PLATELETS]: [62, 88, 4], [HB]: [104, 102, 2], '14631-6': [44, 32, 2], [GLUCOSE]: [4.1, 4.8, 0.2] },
    medicines: [
      rx('doxycycline', 'malaria, with artesunate', 4.1, 'verified', { days: 7 }),
      rx('paracetamol', 'fever', 30, 'dispensed', { form: 'tablet' }),
    ],
    orders: [order('lab:32700-7', 95, 'in-analysis'), order('lab:14749-6', 20, 'specimen-collected', 'urgent')],
  },
  obstructiveLung: {
    reason: 'Exacerbation of COPD',
    problems: [
      ['13645005', 'Chronic obstructive pulmonary disease', 14],
      ['77176002', 'Smoker', 40],
    ],
    allergies: 'none',
    vitals: { ...stable, respiratoryRate: [26, 21, 1], oxygenSaturation: [90, 92], pulse: [104, 92, 4] },
    panels: [CBC, RENAL, 'lab:24336-0'],
    labs: { '2019-8': [58, 52, 2], '2744-1': [7.32, 7.36, 0.01], '2703-7': [58, 66, 3], [WBC]: [12.1, 11, 0.5] },
    medicines: [
      rx('prednisolone', 'exacerbation of COPD', 32, 'dispensed', { days: 5 }),
      rx('salbutamol', 'exacerbation of COPD', 32, 'dispensed'),
      rx('ipratropium', 'exacerbation of COPD', 3.0, 'verified'),
      rx('doxycycline', 'exacerbation of COPD', 0.5, 'unverified', { days: 5 }),
    ],
    orders: [order('lab:24336-0', 16, 'requested', 'urgent')],
  },
  asthmaChild: {
    reason: 'Acute asthma',
    problems: [['195967001', 'Asthma', 2]],
    allergies: [['peanut', 'anaphylaxis', 'severe']],
    vitals: child,
    panels: [CBC],
    labs: { [WBC]: [11.8, 10.2, 0.5], '711-2': [0.9, 0.8, 0.1] },
    medicines: [
      rx('salbutamol', 'asthma', 10, 'dispensed', { priority: 'urgent' }),
      rx('prednisolone', 'asthma', 1.0, 'unverified', { dose: ['20', 'mg'], days: 3, priority: 'urgent' }),
    ],
    orders: [order('lab:2823-3', 50, 'specimen-received')],
  },
  gastroenteritisChild: {
    reason: 'Gastroenteritis with dehydration',
    problems: [
      ['25374005', 'Gastroenteritis', 0],
      ['34095006', 'Dehydration', 0],
    ],
    allergies: 'none',
    vitals: { ...child, respiratoryRate: [38, 34, 2], oxygenSaturation: [98, 98, 1], weight: [7.2, 7.4] },
    panels: [RENAL, CBC],
    labs: { [NA]: [148, 143, 1], [K]: [3.3, 3.7, 0.1], [UREA]: [8.4, 6.2, 0.4] },
    medicines: [rx('ondansetron', 'vomiting', 0.9, 'unverified', { dose: ['1', 'mg'] })],
    orders: [order(RENAL, 38, 'specimen-collected', 'urgent')],
  },
  liverDisease: {
    reason: 'Decompensated cirrhosis',
    problems: [
      ['19943007', 'Cirrhosis of liver', 6],
      ['389026000', 'Ascites', 1],
      ['13920009', 'Hepatic encephalopathy', 0],
    ],
    allergies: 'none',
    vitals: { ...stable, systolic: [104, 100, 4], pulse: [92, 90, 3], weight: [69, 67] },
    panels: [LIVER, RENAL, CBC, 'lab:34528-0'],
    labs: {
      '14631-6': [88, 96, 4],
      '1751-7': [26, 25, 1],
      '6301-6': [1.9, 2.1, 0.1],
      [NA]: [128, 126, 1],
      [PLATELETS]: [84, 78, 4],
      '16362-6': [92, 84, 5],
    },
    medicines: [
      rx('lactulose', 'hepatic encephalopathy', 35, 'dispensed'),
      rx('spironolactone', 'ascites', 35, 'dispensed'),
      rx('pantoprazole', 'varices', 2.9, 'ready'),
      rx('furosemide', 'ascites', 34, 'stopped', { form: 'tablet' }),
    ],
    orders: [order('lab:16362-6', 58, 'specimen-received', 'urgent'), order(LIVER, 58, 'specimen-received')],
  },
} as const satisfies Record<string, PatientScenario>

export type PatientScenarioName = keyof typeof patientScenarios
