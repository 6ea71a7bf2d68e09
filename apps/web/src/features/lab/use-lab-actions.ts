import { type LabWorklistRow, rooms } from '@wardline/events'
import { useAnnounce } from '@wardline/ui'
import type { Problem } from '../../api/refusals.ts'
import { useTRPC } from '../../api/trpc.ts'
import { identityOf } from '../../clinical/patient-identity.ts'
import { useTexts } from '../../i18n/define-texts.ts'
import { useLanguage } from '../../i18n/language.ts'
import { useCommand } from '../../sync/commands/use-command.ts'
import { useLegalAct } from '../../sync/commands/use-legal-act.ts'
import { usePending } from '../../sync/commands/use-pending.ts'
import { serverClock } from '../../time/server-clock.ts'
import type { useSheet } from './entry/use-entry-sheet.ts'
import type { Confirmed, ReleaseStatus } from './release/release-sheet.tsx'
import { sheetTexts } from './texts.ts'
import { nextStep } from './worklist/bench-list.ts'

const markWords = {
  'specimen-collected': 'mark_collected',
  'specimen-received': 'mark_received',
  'in-analysis': 'mark_analysis',
} as const

/** Marks the next step and releases results; release requires fresh data and shows as done only after the server's response (RT-5). */
export function useBenchActs(row: LabWorklistRow, sheet: ReturnType<typeof useSheet>) {
  const trpc = useTRPC()
  const t = useTexts(sheetTexts)
  const announce = useAnnounce()
  const { language } = useLanguage()
  const patient = identityOf(row.patient, language)
  const isThis = (asked: { orderId: string }) => asked.orderId === row.id
  const step = row.status === 'active' ? nextStep(row.fulfilment.step) : null
  const ready = readyToRelease(sheet)

  const advance = useCommand(trpc.lab.advance, { patient, describe: ({ step }) => t(markWords[step], { patient: patient.name }) })
  const release = useLegalAct(trpc.lab.release, rooms.labWorklist, {
    patient,
    describe: ({ values, answers = [] }) => t('releaseFor', { count: values.length + answers.length, patient: patient.name }),
  })
  const pending = [...usePending(trpc.lab.advance, isThis), ...usePending(trpc.lab.release, isThis)]

  const releaseValues = async (status: ReleaseStatus, confirmed: Confirmed): Promise<boolean> => {
    // A specimen that was never marked collected gets the release time as its collection time.
    const collectedAt = sheet.sheet?.collectedAt ?? new Date(serverClock.now()).toISOString()
    const { outcome } = await release.run({
      orderId: row.id,
      collectedAt,
      status,
      ...ready,
      confirmedCritical: [...confirmed.critical],
      confirmedDelta: [...confirmed.delta],
    })
    if (outcome !== 'applied') return false
    announce.polite(t('releasedNow', { test: row.display, patient: patient.name }))
    sheet.clear()
    return true
  }

  const problem: Problem | null = release.problem ?? advance.problem
  return {
    step,
    stepLabel: step && t(markWords[step], { patient: patient.name }),
    advance: () => step && void advance.run({ orderId: row.id, step }),
    release: releaseValues,
    mayRelease:
      row.status === 'active' &&
      ready.values.length + ready.answers.length > 0 &&
      sheet.entries.every(({ judged }) => judged.state !== 'notANumber' && judged.state !== 'impossible') &&
      sheet.words.every(({ judged }) => judged.state !== 'incomplete'),
    busy: release.busy || pending.some(({ state }) => state !== 'notSent'),
    problem,
    clear: () => {
      advance.clear()
      release.clear()
    },
  }
}

/** Returns the valid entries as command input. */
const readyToRelease = ({ entries, words }: Pick<ReturnType<typeof useSheet>, 'entries' | 'words'>) => ({
  values: entries.flatMap(({ line, judged, note }) =>
    judged.state === 'valid' ? [{ code: line.code, value: judged.value.text, note }] : [],
  ),
  answers: words.flatMap(({ line, judged }) =>
    judged.state === 'valid' ? [{ code: line.code, answer: judged.answer, words: judged.words, note: null }] : [],
  ),
})
