import type { MedicationLine } from './medication-line.ts'

/** Source of the list below, shown with the high-alert tag. */
export const highAlertSource = 'ISMP List of High-Alert Medications in Acute Care Settings, 2024'

const injectedRoutes = ['intravenous', 'intramuscular', 'subcutaneous'] as const
const intravenousOnly = ['intravenous'] as const

type Routes = readonly string[] | null

/** Ingredients of the listed classes that a general hospital stocks; `routes` where only some routes are listed. */
const ingredients: readonly (readonly [names: readonly string[], routes: Routes])[] = [
  [['insulin'], null],
  [['heparin', 'enoxaparin', 'dalteparin', 'tinzaparin', 'fondaparinux', 'bivalirudin', 'argatroban'], null],
  [['warfarin', 'apixaban', 'rivaroxaban', 'dabigatran', 'edoxaban'], null],
  [['alteplase', 'tenecteplase', 'reteplase', 'eptifibatide', 'tirofiban'], null],
  [['morphine', 'fentanyl', 'hydromorphone', 'oxycodone', 'hydrocodone', 'methadone', 'pethidine', 'meperidine'], null],
  [['tramadol', 'codeine', 'buprenorphine', 'remifentanil', 'sufentanil', 'tapentadol'], null],
  [['glibenclamide', 'glyburide', 'gliclazide', 'glimepiride', 'glipizide'], null],
  [['methotrexate', 'cyclophosphamide', 'vincristine', 'vinblastine', 'doxorubicin', 'cisplatin', 'carboplatin', 'fluorouracil'], null],
  [
    ['epinephrine', 'adrenaline', 'norepinephrine', 'noradrenaline', 'phenylephrine', 'dopamine', 'dobutamine', 'milrinone'],
    injectedRoutes,
  ],
  [['vasopressin', 'oxytocin', 'nitroprusside', 'promethazine'], injectedRoutes],
  [['metoprolol', 'labetalol', 'esmolol', 'propranolol', 'amiodarone', 'lidocaine', 'digoxin'], intravenousOnly],
  [['propofol', 'ketamine', 'etomidate', 'midazolam', 'lorazepam', 'dexmedetomidine'], intravenousOnly],
  [['suxamethonium', 'succinylcholine', 'rocuronium', 'vecuronium', 'atracurium', 'cisatracurium'], null],
  [['potassium chloride', 'potassium phosphate', 'magnesium sulfate', 'magnesium sulphate'], intravenousOnly],
]

const normalisedName = (generic: string): string => ` ${generic.toLowerCase().replace(/[^a-z]+/g, ' ')} `

/**
 * Whether a drug is a high-alert medication (ISMP; MED-14). Considers generic name and route only, never free
 * text, which would make the tag unreliable.
 */
export function isHighAlert({ generic, route }: Pick<MedicationLine, 'generic' | 'route'>): boolean {
  const name = normalisedName(generic)
  const knownRoute = route?.toLowerCase() ?? null
  return ingredients.some(
    // An unknown route counts as a listed one, to be safe.
    ([names, routes]) =>
      names.some((ingredient) => name.includes(` ${ingredient} `)) && (!routes || knownRoute === null || routes.includes(knownRoute)),
  )
}
