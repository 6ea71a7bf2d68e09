import { type DemoPerson, demoStaff } from '../staff.ts'
import type { PatientScenarioName } from './patient-scenarios.ts'

const { amal, sami, rania } = demoStaff

/** An inpatient of the demo hospital and the scenario of the admission. */
export interface DemoPatient {
  readonly key: string
  readonly family: string
  readonly given: string
  readonly prefix: string | null
  readonly nameAr: string | null
  readonly mrn: string
  readonly birthDate: string
  readonly sex: 'female' | 'male'
  readonly unitId: string
  readonly bed: string
  readonly attending: DemoPerson
  readonly scenario: PatientScenarioName
  /** Hours since admission. */
  readonly admittedHoursAgo: number
  /** Days of laboratory history before this admission, for frequent attenders. */
  readonly historyDays: number
  /** Hours since death; null if alive. */
  readonly diedHoursAgo: number | null
}

interface PatientOptions {
  readonly prefix?: string
  readonly nameAr?: string
  readonly hours?: number
  readonly historyDays?: number
  readonly diedHoursAgo?: number
}

const patient = (
  name: readonly [family: string, given: string],
  mrn: string,
  [birthDate, sex]: readonly [string, 'female' | 'male'],
  [unitId, bed]: readonly [string, string],
  attending: DemoPerson,
  scenario: PatientScenarioName,
  { prefix, nameAr, hours, historyDays, diedHoursAgo }: PatientOptions = {},
): DemoPatient => ({
  key: `p-${name
    .join('-')
    .toLowerCase()
    .replace(/[^a-z]+/g, '-')}-${mrn.slice(-4)}`,
  family: name[0],
  given: name[1],
  prefix: prefix ?? null,
  nameAr: nameAr ?? null,
  mrn,
  birthDate,
  sex,
  unitId,
  bed,
  attending,
  scenario: scenario,
  admittedHoursAgo: hours ?? 40,
  historyDays: historyDays ?? 0,
  diedHoursAgo: diedHoursAgo ?? null,
})

/** All demo patients. Two pairs share a name on purpose: lists have to distinguish them (ID-9). */
export const demoPatients: readonly DemoPatient[] = [
  patient(['Smith', 'Jane'], '1297287652', ['1959-03-14', 'female'], ['ward-3', 'Bed 12'], amal, 'pneumoniaWithKidneyInjury', {
    prefix: 'Mrs',
    hours: 60,
  }),
  patient(['Smith', 'Jane'], '4471906238', ['1987-11-02', 'female'], ['ward-3', 'Bed 05'], sami, 'urinarySepsis', { prefix: 'Ms' }),
  patient(['Osman', 'Ali'], '5509021187', ['1985-05-21', 'male'], ['ward-3', 'Bed 07'], amal, 'softTissueInfection', {
    nameAr: 'علي عثمان',
  }),
  patient(['Idris', 'Musa'], '3031140021', ['1972-02-08', 'male'], ['ed', 'Bay 04'], sami, 'ketoacidosis', {
    nameAr: 'موسى إدريس',
    hours: 5,
  }),
  patient(['Ahmed', 'Fatima'], '7712004410', ['1997-08-30', 'female'], ['ward-5', 'Bed 02'], rania, 'preEclampsia', {
    nameAr: 'فاطمة أحمد',
    hours: 20,
  }),
  patient(['Ahmed', 'Fatima'], '6180573314', ['1968-01-17', 'female'], ['ward-3', 'Bed 03'], amal, 'heartFailure', {
    nameAr: 'فاطمة أحمد',
    prefix: 'Mrs',
  }),
  patient(['Bashir', 'Omar'], '1184509932', ['1954-10-12', 'male'], ['ward-2', 'Bed 15'], sami, 'heartFailure', {
    nameAr: 'عمر بشير',
    prefix: 'Mr',
    historyDays: 420,
  }),
  patient(['Khalil', 'Sara'], '6402271150', ['1991-06-25', 'female'], ['ward-5', 'Bed 09'], rania, 'postpartum', {
    nameAr: 'سارة خليل',
    hours: 30,
  }),
  patient(['Taha', 'Ibrahim'], '9043387716', ['1963-04-03', 'male'], ['ward-2', 'Bed 04'], amal, 'atrialFibrillation', {
    nameAr: 'إبراهيم طه',
    prefix: 'Mr',
  }),
  patient(['Mohamed', 'Ahmed'], '2256018847', ['1950-12-19', 'male'], ['ward-3', 'Bed 01'], amal, 'kidneyDisease', {
    nameAr: 'أحمد محمد',
    prefix: 'Mr',
    historyDays: 540,
  }),
  patient(['Mohamed', 'Ahmad'], '8830142975', ['1978-07-07', 'male'], ['ward-2', 'Bed 08'], sami, 'coronary', {
    nameAr: 'أحمد محمد',
    hours: 26,
  }),
  patient(['Hassan', 'Mariam'], '3345710092', ['1944-09-01', 'female'], ['ward-3', 'Bed 09'], sami, 'stroke', {
    nameAr: 'مريم حسن',
    prefix: 'Mrs',
    hours: 90,
  }),
  patient(['Salih', 'Khadija'], '7029384410', ['1980-03-28', 'female'], ['ward-3', 'Bed 02'], sami, 'sickleCell', { nameAr: 'خديجة صالح' }),
  patient(['Abdelrahman', 'Yasir'], '5518820374', ['1999-01-09', 'male'], ['ward-3', 'Bed 08'], amal, 'malaria', {
    nameAr: 'ياسر عبد الرحمن',
    hours: 34,
  }),
  patient(['Novak', 'Petra'], '4412298031', ['1966-06-06', 'female'], ['ward-3', 'Bed 10'], amal, 'obstructiveLung', { prefix: 'Ms' }),
  patient(['Elamin', 'Hiba'], '9902217743', ['2022-05-11', 'female'], ['ward-6', 'Bed 03'], rania, 'asthmaChild', {
    nameAr: 'هبة الأمين',
    hours: 18,
  }),
  patient(['Elamin', 'Tariq'], '9902217788', ['2026-03-02', 'male'], ['ward-6', 'Bed 04'], rania, 'gastroenteritisChild', {
    nameAr: 'طارق الأمين',
    hours: 12,
  }),
  patient(['Garcia', 'Lucia'], '6671309254', ['1993-12-24', 'female'], ['ward-5', 'Bed 05'], rania, 'postpartum', { hours: 22 }),
  patient(['Mustafa', 'Abubakr'], '1178820456', ['1958-08-15', 'male'], ['ward-2', 'Bed 01'], sami, 'coronary', {
    nameAr: 'أبوبكر مصطفى',
    hours: 50,
  }),
  patient(['Ismail', 'Zainab'], '8245573016', ['1974-11-30', 'female'], ['ward-3', 'Bed 04'], amal, 'liverDisease', {
    nameAr: 'زينب إسماعيل',
  }),
  patient(['Okafor', 'Daniel'], '2093345567', ['1989-02-14', 'male'], ['ed', 'Bay 01'], amal, 'softTissueInfection', { hours: 4 }),
  patient(['Suliman', 'Rashid'], '7760912238', ['1947-05-05', 'male'], ['ward-2', 'Bed 11'], sami, 'atrialFibrillation', {
    nameAr: 'راشد سليمان',
    prefix: 'Mr',
  }),
  patient(['Bakhit', 'Amna'], '3309847712', ['1961-10-10', 'female'], ['ward-3', 'Bed 06'], sami, 'urinarySepsis', {
    nameAr: 'آمنة بخيت',
    prefix: 'Mrs',
  }),
  patient(['Haroun', 'Idriss'], '5127736094', ['1936-07-18', 'male'], ['ed', 'Bay 02'], sami, 'pneumonia', {
    nameAr: 'إدريس هارون',
    prefix: 'Mr',
    hours: 8,
  }),
  patient(['Yousif', 'Abdalla'], '4480031925', ['1940-04-22', 'male'], ['ward-3', 'Bed 11'], amal, 'pneumonia', {
    nameAr: 'عبد الله يوسف',
    prefix: 'Mr',
    hours: 96,
    diedHoursAgo: 30,
  }),
]
