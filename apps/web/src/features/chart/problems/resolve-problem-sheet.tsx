import type { PatientId, ProblemRow } from '@wardline/events'
import { ConfirmSheet, type DiffLine, useFormats } from '@wardline/ui'
import { useTRPC } from '../../../api/trpc.ts'
import { useTexts } from '../../../i18n/define-texts.ts'
import { useCommand } from '../../../sync/commands/use-command.ts'
import type { NamedPatient } from '../../../sync/hooks/use-patient-identity.ts'
import { ConflictNotice } from '../forms/conflict-notice.tsx'
import { chartTexts } from '../texts.ts'

export interface ResolveProblemSheetProps {
  patientId: PatientId
  patient: NamedPatient
  /** The row as it was when the sheet was opened: that version is resolved, no other. */
  seen: ProblemRow
  /** The row as it is now; null when it has gone. */
  now: ProblemRow | null
  onClose: () => void
}

/** Asks before a problem moves to the resolved ones. */
export function ResolveProblemSheet({ patientId, patient: { identity, place }, seen, now, onClose }: ResolveProblemSheetProps) {
  const t = useTexts(chartTexts)
  const trpc = useTRPC()
  const formats = useFormats()
  const { run, busy, problem } = useCommand(trpc.problems.resolve, {
    patient: identity,
    describe: () => t('resolveProblem', { problem: seen.display }),
  })
  const resolve = async (versionId: string) => {
    const { outcome } = await run({ patientId, problemId: seen.id, versionId })
    if (outcome === 'applied' || outcome === 'notSent') onClose()
  }
  const lines = (row: ProblemRow): readonly [label: string, words: string | null][] => [
    [t('problemName'), row.display],
    [t('status'), row.clinicalStatus],
    [t('onset'), row.onsetAt && formats.date(row.onsetAt)],
  ]
  const before = lines(seen)
  const changes: readonly DiffLine[] = now
    ? lines(now).flatMap(([label, after], index) => (before[index]?.[1] === after ? [] : [{ label, before: before[index]?.[1], after }]))
    : []

  return (
    <ConfirmSheet
      open
      title={t('resolveProblem', { problem: seen.display })}
      patient={identity}
      place={place}
      commitLabel={t('resolveFor', { name: identity.name })}
      busy={busy}
      error={
        problem && (
          <ConflictNotice
            problem={problem}
            changes={changes}
            onReload={onClose}
            onReapply={now && now.versionId !== seen.versionId ? () => void resolve(now.versionId) : null}
          />
        )
      }
      onConfirm={() => void resolve(seen.versionId)}
      onClose={onClose}
    >
      {t('resolveQuestion', { problem: seen.display })}
    </ConfirmSheet>
  )
}
