import type { AlertRow } from '@wardline/events'
import { type Problem, useProblemText } from '../../api/refusals.ts'
import { useTRPC } from '../../api/trpc.ts'
import { identityOf } from '../../clinical/patient-identity.ts'
import { useTexts } from '../../i18n/define-texts.ts'
import { useLanguage } from '../../i18n/language.ts'
import { useCommand } from '../../sync/commands/use-command.ts'
import { alertTexts } from './texts.ts'

export interface Acknowledge {
  readonly run: () => void
  readonly busy: boolean
  /** Reason of the failure; null if there is none. */
  readonly error: string | null
}

/** Acknowledges an alert in the user's name; shown as done only after the server's event (INB-5, RT-5). */
export function useAcknowledge(alert: AlertRow): Acknowledge {
  const trpc = useTRPC()
  const { language } = useLanguage()
  const t = useTexts(alertTexts)
  const describeProblem = useProblemText()
  const { run, busy, problem } = useCommand(trpc.alerts.acknowledge, {
    patient: identityOf(alert.patient, language),
    describe: () => `${alert.display} ${alert.value ?? ''} ${alert.unit ?? ''}`.trim(),
  })
  const describe = (failure: Problem) => {
    const by = failure.kind === 'refusal' && failure.code === 'ALREADY_ACKNOWLEDGED' ? acknowledgerName(failure.detail) : null
    return by ? t('already', { name: by }) : describeProblem(failure)
  }
  return { run: () => void run({ alertId: alert.id }), busy, error: problem && describe(problem) }
}

function acknowledgerName(detail: Readonly<Record<string, unknown>> | null): string | null {
  const by = detail?.by
  return typeof by === 'object' && by !== null && 'name' in by && typeof by.name === 'string' ? by.name : null
}
