import { type PatientId, rooms } from '@wardline/events'
import { type PatientIdentity, tallMan, useAnnounce } from '@wardline/ui'
import type { Problem } from '../../../api/refusals.ts'
import { useTRPC } from '../../../api/trpc.ts'
import { useTexts } from '../../../i18n/define-texts.ts'
import { useLegalAct } from '../../../sync/commands/use-legal-act.ts'
import { type Draft, useDraftedDrugs } from '../prescribe/draft.ts'
import { type PrescriptionForm, prescribeInputOf } from '../prescribe/prescription.ts'
import { texts } from '../texts.ts'

export interface Signing {
  readonly isBusy: boolean
  readonly problem: Problem | null
  /** Resolves to true when the draft is done: signed, or moved to the “Not sent” tray. */
  readonly sign: (draft: Draft, form: PrescriptionForm) => Promise<boolean>
  readonly clear: () => void
}

/** Signs one prescription; the list changes only after the server confirmed (RT-5). */
export function useSigning(patientId: PatientId, patient: PatientIdentity): Signing {
  const t = useTexts(texts)
  const trpc = useTRPC()
  const announce = useAnnounce()
  const drugs = useDraftedDrugs()
  const prescribe = useLegalAct(trpc.medications.prescribe, rooms.patient(patientId), {
    patient,
    describe: ({ drugId, dose, route, frequency }) =>
      `${tallMan(drugs[drugId]?.generic ?? drugId)} ${dose.value} ${dose.unit} ${route} ${frequency}`,
  })

  const sign = async (draft: Draft, form: PrescriptionForm) => {
    const { outcome } = await prescribe.run({ patientId, ...prescribeInputOf(draft.drug.id, form), duplicateReason: draft.duplicateReason })
    if (outcome === 'applied') announce.polite(t('signed', { patient: patient.name }))
    return outcome === 'applied' || outcome === 'notSent'
  }

  return { isBusy: prescribe.busy, problem: prescribe.problem, sign, clear: prescribe.clear }
}
