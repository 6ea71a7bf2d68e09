import { type doseUnits, type frequencies, isHighAlert, type routes } from '@wardline/events'

export type Route = (typeof routes)[number]
export type Frequency = (typeof frequencies)[number]
export type DoseUnit = (typeof doseUnits)[number]

/** A formulary entry. The generic name is in lower case; tall-man lettering is applied on screen (FMT-8). */
export interface Drug {
  /** Key used in commands: `rx:2193:inj`. Each dose form of a generic is its own entry. */
  readonly id: string
  /** RxNorm ingredient. */
  readonly code: string
  readonly generic: string
  readonly synonyms: readonly string[]
  readonly form: string
  /** Unit of dispensed quantities: tablet, vial, inhaler. */
  readonly supplyUnit: string
  /** Content of one supply unit, e.g. 25 mg; null when it is not countable. */
  readonly strength: { readonly value: number; readonly unit: DoseUnit } | null
  readonly routes: readonly [Route, ...Route[]]
  readonly doseUnits: readonly [DoseUnit, ...DoseUnit[]]
  /** Default dosage offered for a new order. */
  readonly usual: { readonly value: string; readonly unit: DoseUnit; readonly route: Route; readonly frequency: Frequency }
  /** High-alert medication by its usual route (ISMP). */
  readonly highAlert: boolean
  /** Requires a duration or a review date (ORD-6). */
  readonly timeLimited: 'antibiotic' | 'opioid' | null
}

type Usual = `${string} ${DoseUnit} ${Frequency}`

interface Entry {
  readonly synonyms?: readonly string[]
  readonly routes?: readonly [Route, ...Route[]]
  readonly units?: readonly DoseUnit[]
}

const split = (text: string): [string, DoseUnit, Frequency] => {
  const [value = '', unit = '', ...frequency] = text.split(' ')
  return [value, unit as DoseUnit, frequency.join(' ') as Frequency]
}

/** Returns the alternative unit: large milligram doses may be written in grams and vice versa. */
const larger = (value: string, unit: DoseUnit): readonly DoseUnit[] =>
  unit === 'g' ? ['mg'] : unit === 'mg' && Number(value) >= 500 ? ['g'] : []

const antibiotics = new Set([
  'amoxicillin',
  'amoxicillin and clavulanate',
  'ampicillin',
  'azithromycin',
  'cefazolin',
  'ceftazidime',
  'ceftriaxone',
  'ciprofloxacin',
  'clarithromycin',
  'clindamycin',
  'doxycycline',
  'fluconazole',
  'gentamicin',
  'levofloxacin',
  'linezolid',
  'meropenem',
  'metronidazole',
  'nitrofurantoin',
  'piperacillin and tazobactam',
  'sulfamethoxazole and trimethoprim',
  'vancomycin',
])
const opioids = new Set(['fentanyl', 'morphine', 'tramadol'])

const timeLimitOf = (generic: string): Drug['timeLimited'] =>
  antibiotics.has(generic) ? 'antibiotic' : opioids.has(generic) ? 'opioid' : null

function drug(
  code: string,
  generic: string,
  form: string,
  supply: string,
  route: Route,
  usual: Usual,
  { synonyms = [], routes = [route], units = [] }: Entry = {},
): Drug {
  const [value, unit, frequency] = split(usual)
  const [supplyUnit = '', strength = '', strengthUnit = ''] = supply.split(/ of | (?=\D+$)/)
  return {
    id: `rx:${code}:${form.split(' ').at(-1)}`,
    code,
    generic,
    synonyms,
    form,
    supplyUnit,
    strength: strength ? { value: Number(strength), unit: strengthUnit as DoseUnit } : null,
    routes,
    doseUnits: [unit, ...new Set([...larger(value, unit), ...units])],
    usual: { value, unit, route, frequency },
    highAlert: isHighAlert({ generic, route }),
    timeLimited: timeLimitOf(generic),
  }
}

const tablet = (code: string, generic: string, strength: string, usual: Usual, entry: Entry = {}) =>
  drug(code, generic, 'oral tablet', `tablet of ${strength}`, 'oral', usual, { units: ['tablet'], ...entry })
const injection = (code: string, generic: string, supply: string, usual: Usual, entry: Entry = {}) =>
  drug(code, generic, 'solution for injection', supply, entry.routes?.[0] ?? 'intravenous', usual, entry)
const inhaler = (code: string, generic: string, usual: Usual, entry: Entry = {}) =>
  drug(code, generic, 'inhaler', 'inhaler', 'inhaled', usual, entry)

const under = (...routes: [Route, ...Route[]]) => ({ routes })

/** Ingredient codes: RxNorm (National Library of Medicine). */
export const formulary: readonly Drug[] = [
  // infection
  tablet('723', 'amoxicillin', '500 mg', '500 mg every 8 hours'),
  tablet('19711', 'amoxicillin and clavulanate', '625 mg', '625 mg every 8 hours', { synonyms: ['co-amoxiclav', 'Augmentin'] }),
  injection('19711', 'amoxicillin and clavulanate', 'vial of 1200 mg', '1200 mg every 8 hours', { synonyms: ['co-amoxiclav'] }),
  injection('733', 'ampicillin', 'vial of 1 g', '1 g every 6 hours', under('intravenous', 'intramuscular')),
  tablet('18631', 'azithromycin', '500 mg', '500 mg once daily', { synonyms: ['Zithromax'] }),
  injection('2180', 'cefazolin', 'vial of 1 g', '1 g every 8 hours'),
  injection('2191', 'ceftazidime', 'vial of 1 g', '1 g every 8 hours'),
  injection('2193', 'ceftriaxone', 'vial of 1 g', '2 g once daily', { ...under('intravenous', 'intramuscular'), synonyms: ['Rocephin'] }),
  tablet('2551', 'ciprofloxacin', '500 mg', '500 mg twice daily'),
  tablet('21212', 'clarithromycin', '500 mg', '500 mg twice daily'),
  injection('2582', 'clindamycin', 'ampoule of 600 mg', '600 mg every 8 hours'),
  tablet('3640', 'doxycycline', '100 mg', '100 mg twice daily'),
  tablet('4450', 'fluconazole', '150 mg', '150 mg once daily'),
  injection('1596450', 'gentamicin', 'ampoule of 80 mg', '320 mg once daily', under('intravenous', 'intramuscular')),
  tablet('82122', 'levofloxacin', '500 mg', '500 mg once daily'),
  tablet('190376', 'linezolid', '600 mg', '600 mg twice daily'),
  injection('29561', 'meropenem', 'vial of 1 g', '1 g every 8 hours'),
  injection('6922', 'metronidazole', 'bag of 500 mg', '500 mg every 8 hours'),
  tablet('6922', 'metronidazole', '400 mg', '400 mg three times daily'),
  tablet('7454', 'nitrofurantoin', '100 mg', '100 mg twice daily'),
  injection('74169', 'piperacillin and tazobactam', 'vial of 4.5 g', '4.5 g every 8 hours', { synonyms: ['Tazocin'] }),
  tablet('10831', 'sulfamethoxazole and trimethoprim', '960 mg', '960 mg twice daily', { synonyms: ['co-trimoxazole', 'Septrin'] }),
  injection('11124', 'vancomycin', 'vial of 500 mg', '1250 mg every 12 hours'),
  // heart and circulation
  tablet('703', 'amiodarone', '200 mg', '200 mg once daily'),
  tablet('17767', 'amlodipine', '5 mg', '5 mg once daily'),
  tablet('1364430', 'apixaban', '5 mg', '5 mg twice daily', { synonyms: ['Eliquis'] }),
  tablet('1191', 'aspirin', '75 mg', '75 mg once daily', { synonyms: ['acetylsalicylic acid'] }),
  tablet('83367', 'atorvastatin', '40 mg', '40 mg at night'),
  tablet('19484', 'bisoprolol', '2.5 mg', '2.5 mg once daily'),
  tablet('20352', 'carvedilol', '6.25 mg', '6.25 mg twice daily'),
  tablet('32968', 'clopidogrel', '75 mg', '75 mg once daily'),
  tablet('3407', 'digoxin', '0.125 mg', '0.125 mg once daily', { units: ['microgram', 'tablet'] }),
  tablet('3443', 'diltiazem', '60 mg', '60 mg three times daily'),
  tablet('3827', 'enalapril', '5 mg', '5 mg twice daily'),
  injection('67108', 'enoxaparin', 'syringe of 40 mg', '40 mg once daily', { ...under('subcutaneous'), synonyms: ['Clexane'] }),
  injection('3992', 'epinephrine', 'ampoule of 1 mg', '0.5 mg once now', {
    ...under('intramuscular', 'intravenous'),
    synonyms: ['adrenaline'],
  }),
  tablet('4603', 'furosemide', '40 mg', '40 mg once daily', { synonyms: ['Lasix'] }),
  injection('4603', 'furosemide', 'ampoule of 20 mg', '40 mg twice daily'),
  drug('4917', 'glyceryl trinitrate', 'sublingual tablet', 'tablet of 0.5 mg', 'sublingual', '0.5 mg once now', {
    synonyms: ['nitroglycerin', 'GTN'],
    units: ['tablet'],
  }),
  injection('5224', 'heparin', 'vial of 25000 units', '5000 units every 12 hours', { ...under('subcutaneous', 'intravenous') }),
  tablet('5470', 'hydralazine', '25 mg', '25 mg three times daily'),
  tablet('5487', 'hydrochlorothiazide', '25 mg', '25 mg once daily'),
  injection('6185', 'labetalol', 'ampoule of 100 mg', '20 mg once now'),
  tablet('29046', 'lisinopril', '10 mg', '10 mg once daily'),
  tablet('52175', 'losartan', '50 mg', '50 mg once daily'),
  tablet('6918', 'metoprolol', '50 mg', '50 mg twice daily'),
  injection('7512', 'norepinephrine', 'ampoule of 4 mg', '4 mg once now', { synonyms: ['noradrenaline'] }),
  tablet('35296', 'ramipril', '5 mg', '5 mg once daily'),
  tablet('1114195', 'rivaroxaban', '20 mg', '20 mg once daily'),
  tablet('36567', 'simvastatin', '20 mg', '20 mg at night'),
  tablet('9997', 'spironolactone', '25 mg', '25 mg once daily'),
  injection('10691', 'tranexamic acid', 'ampoule of 500 mg', '1 g every 8 hours'),
  tablet('11170', 'verapamil', '80 mg', '80 mg three times daily'),
  tablet('11289', 'warfarin', '5 mg', '5 mg once daily'),
  // hormones and metabolism
  injection('1908', 'calcium gluconate', 'ampoule of 1 g', '1 g once now', { units: ['mL'] }),
  injection('3264', 'dexamethasone', 'ampoule of 4 mg', '4 mg every 6 hours'),
  injection('5492', 'hydrocortisone', 'vial of 100 mg', '100 mg every 8 hours'),
  injection('51428', 'insulin aspart', 'pen of 300 units', '6 units three times daily', {
    ...under('subcutaneous'),
    synonyms: ['NovoRapid'],
  }),
  injection('274783', 'insulin glargine', 'pen of 300 units', '18 units at night', { ...under('subcutaneous'), synonyms: ['Lantus'] }),
  injection('253182', 'insulin regular', 'vial of 1000 units', '10 units once now', {
    ...under('intravenous', 'subcutaneous'),
    synonyms: ['Actrapid', 'soluble insulin'],
  }),
  tablet('10582', 'levothyroxine', '50 microgram', '100 microgram once daily'),
  injection('6585', 'magnesium sulfate', 'ampoule of 2 g', '4 g once now', { units: ['mmol'] }),
  tablet('6809', 'metformin', '500 mg', '500 mg twice daily'),
  injection('8591', 'potassium chloride', 'bag of 20 mmol', '20 mmol once now'),
  tablet('8638', 'prednisolone', '5 mg', '40 mg once daily'),
  tablet('8640', 'prednisone', '5 mg', '20 mg once daily'),
  injection('36676', 'sodium bicarbonate', 'ampoule of 50 mmol', '50 mmol once now'),
  // pain, sleep, mind
  injection('4337', 'fentanyl', 'ampoule of 100 microgram', '50 microgram once now'),
  tablet('25480', 'gabapentin', '300 mg', '300 mg three times daily'),
  injection('5093', 'haloperidol', 'ampoule of 5 mg', '2.5 mg once now', under('intramuscular', 'intravenous')),
  tablet('5640', 'ibuprofen', '400 mg', '400 mg three times daily'),
  tablet('114477', 'levetiracetam', '500 mg', '500 mg twice daily'),
  injection('6470', 'lorazepam', 'ampoule of 4 mg', '2 mg once now'),
  injection('6960', 'midazolam', 'ampoule of 5 mg', '2 mg once now'),
  injection('7052', 'morphine', 'ampoule of 10 mg', '5 mg every 4 hours', { ...under('intravenous', 'subcutaneous', 'intramuscular') }),
  injection('7242', 'naloxone', 'ampoule of 0.4 mg', '0.4 mg once now', under('intravenous', 'intramuscular')),
  tablet('161', 'paracetamol', '500 mg', '1 g every 6 hours', { synonyms: ['acetaminophen'] }),
  injection('161', 'paracetamol', 'bag of 1 g', '1 g every 6 hours', { synonyms: ['acetaminophen'] }),
  injection('8183', 'phenytoin', 'ampoule of 250 mg', '300 mg once daily'),
  tablet('36437', 'sertraline', '50 mg', '50 mg once daily'),
  tablet('10689', 'tramadol', '50 mg', '50 mg every 6 hours'),
  tablet('40254', 'valproate', '500 mg', '500 mg twice daily'),
  // breathing, stomach, bowel
  inhaler('19831', 'budesonide', '2 puff twice daily'),
  inhaler('7213', 'ipratropium', '2 puff four times daily'),
  inhaler('435', 'salbutamol', '2 puff four times daily', { synonyms: ['albuterol', 'Ventolin'] }),
  tablet('28889', 'loratadine', '10 mg', '10 mg once daily'),
  injection('6915', 'metoclopramide', 'ampoule of 10 mg', '10 mg every 8 hours'),
  drug('6218', 'lactulose', 'oral solution', 'bottle of 200 mL', 'oral', '15 mL twice daily'),
  tablet('7646', 'omeprazole', '20 mg', '20 mg once daily'),
  injection('26225', 'ondansetron', 'ampoule of 4 mg', '4 mg every 8 hours'),
  injection('40790', 'pantoprazole', 'vial of 40 mg', '40 mg once daily'),
  tablet('4511', 'folic acid', '5 mg', '5 mg once daily'),
  tablet('24947', 'ferrous sulfate', '200 mg', '200 mg once daily', { synonyms: ['iron'] }),
]

const byId = new Map(formulary.map((entry) => [entry.id, entry]))

export const drugOf = (drugId: string): Drug | null => byId.get(drugId) ?? null
