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
  /** The row as it was when the sheet opened; the command resolves that version only. */
  openedRow: ProblemRow
  /** The current row; null if it no longer exists. */
  currentRow: ProblemRow | null
  onClose: () => void
}

/** Confirms that a problem is resolved. */
export function ResolveProblemSheet({ patientId, patient: { identity, place }, openedRow, currentRow, onClose }: ResolveProblemSheetProps) {
  const t = useTexts(chartTexts)
  const trpc = useTRPC()
  const formats = useFormats()
  const { run, busy, problem } = useCommand(trpc.problems.resolve, {
    patient: identity,
    describe: () => t('resolveProblem', { problem: openedRow.display }),
  })
  const resolve = async (versionId: string) => {
    const { outcome } = await run({ patientId, problemId: openedRow.id, versionId })
    if (outcome === 'applied' || outcome === 'notSent') onClose()
  }
  const fieldsOf = (row: ProblemRow): readonly [label: string, words: string | null][] => [
    [t('problemName'), row.display],
    [t('status'), row.clinicalStatus],
    [t('onset'), row.onsetAt && formats.date(row.onsetAt)],
  ]
  const before = fieldsOf(openedRow)
  const changes: readonly DiffLine[] = currentRow
    ? fieldsOf(currentRow).flatMap(([label, after], index) =>
        before[index]?.[1] === after ? [] : [{ label, before: before[index]?.[1], after }],
      )
    : []

  return (
    <ConfirmSheet
      open
      title={t('resolveProblem', { problem: openedRow.display })}
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
            onReapply={currentRow && currentRow.versionId !== openedRow.versionId ? () => void resolve(currentRow.versionId) : null}
          />
        )
      }
      onConfirm={() => void resolve(openedRow.versionId)}
      onClose={onClose}
    >
      {t('resolveQuestion', { problem: openedRow.display })}
    </ConfirmSheet>
  )
}
