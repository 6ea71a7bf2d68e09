import Box from '@mui/material/Box'
import { isHighAlert } from '@wardline/events'
import type { PresentMember } from '@wardline/sync/protocol'
import { MedicationLine, type PatientIdentity, PriorityChip, SignSheet, StatusChip } from '@wardline/ui'
import { useProblemText } from '../../../api/refusals.ts'
import { useMedicationLine } from '../../../clinical/medication-line.ts'
import { useTexts } from '../../../i18n/define-texts.ts'
import { ColleaguesOrdering } from '../../../ordering/colleagues-ordering.tsx'
import { useDuplicateReasonText } from '../../../ordering/duplicate-guard.tsx'
import type { Draft } from '../prescribe/draft.ts'
import { medicineOf, type PrescriptionForm, prescribeInputOf, sigOf } from '../prescribe/prescription.ts'
import { SigPreview, type Weight } from '../prescribe/sig-preview.tsx'
import { texts } from '../texts.ts'
import type { Signing } from './use-signing.ts'

export interface SignPrescriptionProps {
  readonly draft: Draft
  readonly form: PrescriptionForm
  readonly patient: PatientIdentity
  readonly place: string | null
  readonly others: readonly PresentMember[]
  readonly weight: Weight | null
  readonly signing: Signing
  readonly onSign: () => void
  readonly onClose: () => void
}

/** Sign sheet: the prescription as the list will show it, with directions in both languages (ORD-11, ID-12). */
export function SignPrescription({ draft, form, patient, place, others, weight, signing, onSign, onClose }: SignPrescriptionProps) {
  const t = useTexts(texts)
  const describeProblem = useProblemText()
  const duplicateReasonText = useDuplicateReasonText()
  const line = useMedicationLine()
  const { drug, duplicateReason } = draft
  const medicine = medicineOf(drug, prescribeInputOf(drug.id, form))
  return (
    <SignSheet
      open
      title={t('signTitle')}
      patient={patient}
      place={place}
      commitLabel={t('sign', { patient: patient.name })}
      busy={signing.isBusy}
      error={signing.problem && describeProblem(signing.problem)}
      lines={[
        {
          lineId: drug.id,
          text: (
            <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', gap: 2 }}>
              <Box sx={{ flex: 1, minWidth: 240 }}>
                <MedicationLine {...line(medicine)} />
              </Box>
              <PriorityChip priority={form.priority} />
              {isHighAlert(medicine) && <StatusChip tone="warn">{t('highAlert')}</StatusChip>}
            </Box>
          ),
          detail: [form.indication, form.note].filter(Boolean).join(' · '),
          warning: duplicateReason ? t('againBecause', { reason: duplicateReasonText(duplicateReason) }) : undefined,
        },
      ]}
      onSign={onSign}
      onClose={onClose}
    >
      <Box sx={{ display: 'grid', gap: 2, marginBlockStart: 2 }}>
        <SigPreview sig={sigOf(drug, form)} weight={weight} />
        <Box sx={{ color: 'warn.main', fontSize: 12 }}>{t('notChecked')}</Box>
        <ColleaguesOrdering others={others} />
      </Box>
    </SignSheet>
  )
}
