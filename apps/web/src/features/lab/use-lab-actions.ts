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
import type { useEntrySheet } from './entry/use-entry-sheet.ts'
import type { ReleaseConfirmations, ReleaseStatus } from './release/release-sheet.tsx'
import { sheetTexts } from './texts.ts'
import { nextStep } from './worklist/derive-worklist.ts'

const markTexts = {
  'specimen-collected': 'mark_collected',
  'specimen-received': 'mark_received',
  'in-analysis': 'mark_analysis',
} as const

/** Marks the next step and releases results; release requires fresh data and shows as done only after the server's response (RT-5). */
export function useLabActions(row: LabWorklistRow, sheet: ReturnType<typeof useEntrySheet>) {
  const trpc = useTRPC()
  const t = useTexts(sheetTexts)
  const announce = useAnnounce()
  const { language } = useLanguage()
  const patient = identityOf(row.patient, language)
  const isForThisOrder = (input: { orderId: string }) => input.orderId === row.id
  const step = row.status === 'active' ? nextStep(row.fulfilment.step) : null
  const releasable = releasableResults(sheet)

  const advance = useCommand(trpc.lab.advance, { patient, describe: ({ step }) => t(markTexts[step], { patient: patient.name }) })
  const release = useLegalAct(trpc.lab.release, rooms.labWorklist, {
    patient,
    describe: ({ values, answers = [] }) => t('releaseFor', { count: values.length + answers.length, patient: patient.name }),
  })
  const pending = [...usePending(trpc.lab.advance, isForThisOrder), ...usePending(trpc.lab.release, isForThisOrder)]

  const releaseResults = async (status: ReleaseStatus, confirmations: ReleaseConfirmations): Promise<boolean> => {
    // A specimen that was never marked collected gets the release time as its collection time.
    const collectedAt = sheet.sheet?.collectedAt ?? new Date(serverClock.now()).toISOString()
    const { outcome } = await release.run({
      orderId: row.id,
      collectedAt,
      status,
      ...releasable,
      confirmedCritical: [...confirmations.critical],
      confirmedDelta: [...confirmations.delta],
    })
    if (outcome !== 'applied') return false
    announce.polite(t('releasedNow', { test: row.display, patient: patient.name }))
    sheet.clear()
    return true
  }

  const problem: Problem | null = release.problem ?? advance.problem
  return {
    step,
    stepLabel: step && t(markTexts[step], { patient: patient.name }),
    advance: () => step && void advance.run({ orderId: row.id, step }),
    release: releaseResults,
    canRelease:
      row.status === 'active' &&
      releasable.values.length + releasable.answers.length > 0 &&
      sheet.entries.every(
        ({ interpretation }) => interpretation.state !== 'notANumber' && interpretation.state !== 'outsideMeasuringRange',
      ) &&
      sheet.codedEntries.every(({ interpretation }) => interpretation.state !== 'incomplete'),
    busy: release.busy || pending.some(({ state }) => state !== 'notSent'),
    problem,
    clear: () => {
      advance.clear()
      release.clear()
    },
  }
}

/** Returns the valid entries as command input. */
const releasableResults = ({ entries, codedEntries }: Pick<ReturnType<typeof useEntrySheet>, 'entries' | 'codedEntries'>) => ({
  values: entries.flatMap(({ line, interpretation, note }) =>
    interpretation.state === 'valid' ? [{ code: line.code, value: interpretation.value.text, note }] : [],
  ),
  answers: codedEntries.flatMap(({ line, interpretation }) =>
    interpretation.state === 'valid' ? [{ code: line.code, answer: interpretation.answer, words: interpretation.words, note: null }] : [],
  ),
})
