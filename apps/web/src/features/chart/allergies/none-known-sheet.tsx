import type { PatientId } from '@wardline/events'
import { ConfirmSheet } from '@wardline/ui'
import { useProblemText } from '../../../api/refusals.ts'
import { useTRPC } from '../../../api/trpc.ts'
import { useTexts } from '../../../i18n/define-texts.ts'
import { useCommand } from '../../../sync/commands/use-command.ts'
import type { NamedPatient } from '../../../sync/hooks/use-patient-identity.ts'
import { chartTexts } from '../texts.ts'

export interface NoneKnownSheetProps {
  patientId: PatientId
  patient: NamedPatient
  onClose: () => void
}

/** Sheet that records that no allergy is known to the patient or another reliable source, with author and time (SHL-3). */
export function NoneKnownSheet({ patientId, patient: { identity, place }, onClose }: NoneKnownSheetProps) {
  const t = useTexts(chartTexts)
  const trpc = useTRPC()
  const describeProblem = useProblemText()
  const { run, busy, problem } = useCommand(trpc.allergies.noneKnown, { patient: identity, describe: () => t('recordNoneKnown') })
  const record = async () => {
    const { outcome } = await run({ patientId })
    if (outcome === 'applied' || outcome === 'notSent') onClose()
  }
  return (
    <ConfirmSheet
      open
      title={t('recordNoneKnown')}
      patient={identity}
      place={place}
      commitLabel={t('recordNoneKnownFor', { name: identity.name })}
      busy={busy}
      error={problem && describeProblem(problem)}
      onConfirm={() => void record()}
      onClose={onClose}
    >
      {t('noneKnownQuestion')}
    </ConfirmSheet>
  )
}
