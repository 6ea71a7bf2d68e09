import type { MedicationLine } from './medication-line.ts'

/** Version and source of the list below, for screens that say where a tag comes from. */
export const highAlertSource = 'ISMP List of High-Alert Medications in Acute Care Settings, 2024'

const injected = ['intravenous', 'intramuscular', 'subcutaneous'] as const
const intoTheVein = ['intravenous'] as const

type Routes = readonly string[] | null

/** Ingredients of the list's classes that a general hospital stocks; `routes` where only some forms are on it. */
const ingredients: readonly (readonly [names: readonly string[], routes: Routes])[] = [
  [['insulin'], null],
  [['heparin', 'enoxaparin', 'dalteparin', 'tinzaparin', 'fondaparinux', 'bivalirudin', 'argatroban'], null],
  [['warfarin', 'apixaban', 'rivaroxaban', 'dabigatran', 'edoxaban'], null],
  [['alteplase', 'tenecteplase', 'reteplase', 'eptifibatide', 'tirofiban'], null],
  [['morphine', 'fentanyl', 'hydromorphone', 'oxycodone', 'hydrocodone', 'methadone', 'pethidine', 'meperidine'], null],
  [['tramadol', 'codeine', 'buprenorphine', 'remifentanil', 'sufentanil', 'tapentadol'], null],
  [['glibenclamide', 'glyburide', 'gliclazide', 'glimepiride', 'glipizide'], null],
  [['methotrexate', 'cyclophosphamide', 'vincristine', 'vinblastine', 'doxorubicin', 'cisplatin', 'carboplatin', 'fluorouracil'], null],
  [['epinephrine', 'adrenaline', 'norepinephrine', 'noradrenaline', 'phenylephrine', 'dopamine', 'dobutamine', 'milrinone'], injected],
  [['vasopressin', 'oxytocin', 'nitroprusside', 'promethazine'], injected],
  [['metoprolol', 'labetalol', 'esmolol', 'propranolol', 'amiodarone', 'lidocaine', 'digoxin'], intoTheVein],
  [['propofol', 'ketamine', 'etomidate', 'midazolam', 'lorazepam', 'dexmedetomidine'], intoTheVein],
  [['suxamethonium', 'succinylcholine', 'rocuronium', 'vecuronium', 'atracurium', 'cisatracurium'], null],
  [['potassium chloride', 'potassium phosphate', 'magnesium sulfate', 'magnesium sulphate'], intoTheVein],
]

const wordsOfName = (generic: string): string => ` ${generic.toLowerCase().replace(/[^a-z]+/g, ' ')} `

/**
 * Whether the medicine bears a heightened risk of harm when used in error (ISMP; MED-14). Reads the generic
 * name and the route, never notes: a tag that a free text can switch on is no tag.
 */
export function isHighAlert({ generic, route }: Pick<MedicationLine, 'generic' | 'route'>): boolean {
  const name = wordsOfName(generic)
  const by = route?.toLowerCase() ?? null
  return ingredients.some(
    // A form that is not known is treated as the dangerous one.
    ([names, routes]) => names.some((ingredient) => name.includes(` ${ingredient} `)) && (!routes || by === null || routes.includes(by)),
  )
}
