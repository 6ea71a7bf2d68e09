import { type PatientId, rooms } from '@wardline/events'
import { type PatientIdentity, tallMan, useAnnounce } from '@wardline/ui'
import type { Problem } from '../../../api/refusals.ts'
import { useTRPC } from '../../../api/trpc.ts'
import { useTexts } from '../../../i18n/define-texts.ts'
import { useLegalAct } from '../../../sync/commands/use-legal-act.ts'
import { type Draft, useDrugs } from '../prescribe/draft.ts'
import { type PrescriptionForm, partsOf } from '../prescribe/prescription.ts'
import { texts } from '../texts.ts'

export interface Signing {
  readonly busy: boolean
  readonly problem: Problem | null
  /** True when the draft is over: signed, or set aside in the "Not sent" tray. */
  readonly sign: (draft: Draft, form: PrescriptionForm) => Promise<boolean>
  readonly clear: () => void
}

/** Signs one prescription; nothing changes before the server has said so (RT-5). */
export function useSigning(patientId: PatientId, patient: PatientIdentity): Signing {
  const t = useTexts(texts)
  const trpc = useTRPC()
  const announce = useAnnounce()
  const drugs = useDrugs()
  const prescribe = useLegalAct(trpc.medications.prescribe, rooms.patient(patientId), {
    patient,
    describe: ({ drugId, dose, route, frequency }) =>
      `${tallMan(drugs[drugId]?.generic ?? drugId)} ${dose.value} ${dose.unit} ${route} ${frequency}`,
  })

  const sign = async (draft: Draft, form: PrescriptionForm) => {
    const { outcome } = await prescribe.run({ patientId, ...partsOf(draft.drug.id, form), duplicateReason: draft.duplicateReason })
    if (outcome === 'applied') announce.polite(t('signed', { patient: patient.name }))
    return outcome === 'applied' || outcome === 'notSent'
  }

  return { busy: prescribe.busy, problem: prescribe.problem, sign, clear: prescribe.clear }
}
