import type { AlertRow, PatientId, ResultRow } from '@wardline/events'
import type { Problem } from '../../../api/refusals.ts'
import { useTRPC } from '../../../api/trpc.ts'
import { useCommand } from '../../../sync/commands/use-command.ts'
import { type Pending, usePending } from '../../../sync/commands/use-pending.ts'
import type { NamedPatient } from '../../../sync/hooks/use-patient-identity.ts'
import { useUser } from '../../../sync/workflow-context.tsx'
import { resultText } from '../result-text.ts'
import { type ReviewMode, reviewModeOf } from './review.ts'

export interface Reviewing {
  /** null for roles that cannot review. */
  readonly review: ((rows: readonly ResultRow[]) => Promise<boolean>) | null
  readonly modeOf: (row: ResultRow) => ReviewMode
  /** Reviews not confirmed yet, by result id (RT9). */
  readonly pending: ReadonlyMap<string, Pending<unknown>['state']>
  readonly busy: boolean
  readonly problem: Problem | null
  readonly clear: () => void
}

/** Marks results as reviewed, bound to the displayed versions; shown as reviewed only after the server confirmed (RES-11, RT-5). */
export function useReview(
  patientId: PatientId,
  patient: NamedPatient | null,
  rows: readonly ResultRow[],
  alerts: readonly AlertRow[],
): Reviewing {
  const trpc = useTRPC()
  const describe = ({ results }: { results: readonly { resultId: string }[] }) =>
    rows
      .filter(({ id }) => results.some(({ resultId }) => resultId === id))
      .map(resultText)
      .join(', ')
  const { role } = useUser()
  const { run, busy, problem, clear } = useCommand(trpc.results.review, { patient: patient?.identity ?? null, describe })
  const pendingReviews = usePending(trpc.results.review, (input) => input.patientId === patientId)
  const pending = new Map(
    pendingReviews.flatMap(({ input: { results }, state }) => results.map(({ resultId }) => [resultId, state] as const)),
  )

  const review = async (selectedRows: readonly ResultRow[]) => {
    const results = selectedRows.map(({ id, versionId }) => ({ resultId: id, versionId }))
    const { outcome } = await run({ patientId, results })
    return outcome === 'applied' || outcome === 'notSent'
  }

  return {
    review: patient && (role === 'physician' || role === 'nurse') ? review : null,
    modeOf: (row) => (pending.has(row.id) ? 'nothing' : reviewModeOf(row, alerts)),
    pending,
    busy,
    problem,
    clear,
  }
}
