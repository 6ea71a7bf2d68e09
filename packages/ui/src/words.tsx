import { createContext, type ReactNode, useContext, useMemo } from 'react'
import type { AllergenKind } from './patient/patient.ts'

const allergenKinds: Readonly<Record<AllergenKind, string>> = { drug: 'drug', food: 'food', environment: 'environmental' }
/** Author and date of a statement. A source without an author is shown as such. */
const statedBy = (by: string | null, on: string | null): string =>
  by ? `confirmed by ${by}${on ? ` on ${on}` : ''}` : on ? `recorded on ${on}, author not stated` : 'author and date not stated'

const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`

/** The texts of this package in English; the web app provides translations. */
export const englishWords = {
  // values
  notKnown: 'Not known',
  notRecorded: 'Not recorded',
  noResult: 'No result',
  normal: 'normal',
  dose: 'DOSE',
  flags: {
    LL: 'critically low',
    L: 'low',
    N: 'normal',
    H: 'high',
    HH: 'critically high',
    A: 'abnormal',
    AA: 'critically abnormal',
  } as Record<string, string>,
  priorities: { stat: 'STAT', asap: 'ASAP', urgent: 'Urgent', routine: 'Routine' },
  resultStatus: {
    registered: 'Pending',
    partial: 'Partial',
    preliminary: 'Prelim',
    amended: 'Corrected',
    corrected: 'Corrected',
    appended: 'Addendum',
    cancelled: 'Cancelled',
    'entered-in-error': 'Entered in error',
  } as Record<string, string>,
  range: 'Range',
  // banner
  patient: 'Patient',
  born: 'Born',
  died: 'Died',
  aged: (age: string) => `aged ${age}`,
  sex: 'Sex',
  sexes: { male: 'Male', female: 'Female', other: 'Other', unknown: 'Not known' },
  sexLetters: { male: 'M', female: 'F', other: 'O', unknown: 'sex unknown' },
  mrn: 'MRN',
  bed: 'Bed',
  weight: 'Weight',
  allergies: 'Allergies',
  noKnownAllergies: (by: string | null, on: string | null) => `No known allergies (${statedBy(by, on)})`,
  noKnownOfKind: (kinds: readonly AllergenKind[], by: string | null, on: string | null) =>
    `No known ${kinds.map((kind) => allergenKinds[kind]).join(' or ')} allergies (${statedBy(by, on)})`,
  othersNotAssessed: 'other allergies not assessed',
  allergiesNotAssessed: 'Not assessed',
  allergiesUnavailable: 'Could not load — treat as unknown',
  more: (count: number) => `+${count} more`,
  fewer: 'Show fewer',
  nameAlert: 'Name alert',
  // time
  asOf: 'as of',
  dataAsOf: 'Last updated',
  justNow: 'just now',
  minutesAgo: (minutes: number) => `${minutes} min ago`,
  hoursAgo: (hours: number) => `${hours} h ago`,
  daysAgo: (days: number) => `${plural(days, 'day', 'days')} ago`,
  yearsAgo: (years: number) => `${plural(years, 'year', 'years')} ago`,
  waiting: 'waiting',
  longWait: 'long wait',
  overTarget: 'over target',
  // connection
  connection: {
    live: 'Live',
    catchingUp: 'Catching up',
    delayed: 'Delayed',
    polling: 'Polling',
    offline: 'Offline',
  },
  since: (time: string) => `since ${time}`,
  latency: (seconds: string) => `${seconds} s`,
  // claims and news
  claimedByYou: 'You',
  timeLeft: (time: string) => `${time} left`,
  timeAgo: (time: string) => `${time} ago`,
  claimExpired: 'claim expired',
  fresh: 'new',
  arrivals: (count: number) => `${plural(count, 'new', 'new')}`,
  show: 'Show',
  // panels
  loading: 'Loading…',
  tryAgain: 'Try again',
  load: 'Load',
  notLoaded: 'Not loaded yet',
  refusedTitle: 'Not available',
  failedTitle: 'Could not be displayed',
  failedReference: (reference: string) => `Report reference ${reference} to support`,
  staleSince: (time: string) => `Last updated ${time}. Later changes are not shown.`,
  // dialogs
  sign: (count: number, name: string) => `Sign ${plural(count, 'order', 'orders')} for ${name}`,
  saving: 'Saving…',
  cancel: 'Cancel',
  close: 'Close',
  back: 'Back',
  reason: 'Reason',
  otherReason: 'Other reason',
  criticalResult: 'Critical result',
  acknowledgeAndAct: 'Acknowledge and act',
  openChart: 'Open chart',
  reassign: 'Reassign…',
  known: (time: string) => `known for ${time}`,
  minutesSeconds: (minutes: number, seconds: string) => (minutes > 0 ? `${minutes} min ${seconds} s` : `${seconds} s`),
  rangeOf: (range: string) => `range ${range}`,
  alsoNotified: 'Also notified',
  identityTitle: 'Is this the right patient?',
  identityHint: 'You switched patients recently, or several charts are open.',
  identityConfirm: (name: string) => `Yes, ${name}`,
  changedBy: (who: string, when: string) => `Changed by ${who}, ${when}`,
  before: 'previous',
  now: 'current',
  nothing: 'none',
  reload: 'Reload',
  reapply: 'Reapply my changes',
  keys: 'Keyboard shortcuts',
  // shell
  search: 'Search',
  clear: 'Clear',
  openCharts: 'Open charts',
  closeChart: (name: string) => `Close the chart of ${name}`,
  openAnother: 'Open another chart',
  unsaved: 'unsaved changes',
  alerts: 'Patient alerts',
  critical: 'CRITICAL',
  warning: 'Warning',
  information: 'Information',
  moreAlerts: (count: number) => `+${plural(count, 'more alert', 'more alerts')}`,
  navigation: 'Main navigation',
  // tables and charts
  selectRow: (row: string) => `Select ${row}`,
  selection: 'Selection',
  sortAscending: 'sorted ascending',
  sortDescending: 'sorted descending',
  criticalAbove: (limit: string) => `critical ≥ ${limit}`,
  criticalBelow: (limit: string) => `critical < ${limit}`,
  byCollectionTime: 'by time of collection',
  trendOf: (name: string, last: string) => `Trend of ${name}, last ${last}`,
  noPoints: 'No values to plot',
  andMore: (count: number) => `and ${count} more`,
}

export type Words = typeof englishWords

const WordsContext = createContext<Words>(englishWords)

export interface WordsProviderProps {
  /** Missing texts fall back to English. */
  words: Partial<Words>
  children: ReactNode
}

/** Provides the texts of this package in another language. */
export function WordsProvider({ words, children }: WordsProviderProps) {
  const all = useMemo(() => ({ ...englishWords, ...words }), [words])
  return <WordsContext value={all}>{children}</WordsContext>
}

export const useWords = (): Words => useContext(WordsContext)
