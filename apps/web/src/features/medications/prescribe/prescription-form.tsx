import { zodResolver } from '@hookform/resolvers/zod'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import type { MedicationRow, PatientId } from '@wardline/events'
import type { PresentMember } from '@wardline/sync/protocol'
import { IdentityConfirm, KeyHint, type PatientIdentity } from '@wardline/ui'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { useForm } from 'react-hook-form'
import { useTexts } from '../../../i18n/define-texts.ts'
import { useKeys } from '../../../keyboard/keys.ts'
import { ColleaguesOrdering } from '../../../ordering/colleagues-ordering.tsx'
import { DuplicateGuard } from '../../../ordering/duplicate-guard.tsx'
import { needsIdentityConfirmation } from '../../../session/active-chart.ts'
import { sameIngredient } from '../list/sections.ts'
import { SignPrescription } from '../sign/sign-prescription.tsx'
import { useSigning } from '../sign/use-signing.ts'
import { texts } from '../texts.ts'
import { useWeight } from '../use-medications.ts'
import { ActiveDuplicate, SelectedDrug } from './chosen-drug.tsx'
import type { Draft } from './draft.ts'
import { type PrescriptionForm as Complete, type PrescriptionEntry, prescriptionForm, sigOf } from './prescription.ts'
import { PrescriptionFields } from './prescription-fields.tsx'
import { SigPreview } from './sig-preview.tsx'

export interface PrescriptionFormProps {
  readonly patientId: PatientId
  readonly patient: PatientIdentity
  readonly place: string | null
  readonly draft: Draft
  readonly rows: readonly MedicationRow[]
  readonly others: readonly PresentMember[]
  readonly onChange: (change: Partial<Pick<Draft, 'entry' | 'duplicateReason'>>) => void
  /** Called when the prescription was signed, moved to the “Not sent” tray or discarded. */
  readonly onDone: () => void
}

/** Form for one prescription, with its directions in both languages while typing (MED-2). */
export function PrescriptionForm({ patientId, patient, place, draft, rows, others, onChange, onDone }: PrescriptionFormProps) {
  const t = useTexts(texts)
  const { drug } = draft
  const weight = useWeight(patientId)
  const signing = useSigning(patientId, patient)
  const [completeForm, setCompleteForm] = useState<Complete | null>(null)
  const [isConfirmingIdentity, setIsConfirmingIdentity] = useState(false)
  const commitRef = useRef<HTMLButtonElement>(null)
  const formRef = useRef<HTMLFormElement>(null)
  const { control, handleSubmit, reset, getValues, subscribe } = useForm<PrescriptionEntry, unknown, Complete>({
    resolver: zodResolver(prescriptionForm),
    defaultValues: draft.entry,
    mode: 'onTouched',
  })
  // Saves each change to the draft, because form state is lost when the tab unmounts.
  const saveDraft = useEffectEvent((entry: PrescriptionEntry) => onChange({ entry }))
  useEffect(() => subscribe({ formState: { values: true }, callback: ({ values }) => saveDraft({ ...values }) }), [subscribe])
  useKeys([{ keys: 'Mod+Enter', label: t('signTitle'), group: t('title'), run: () => commitRef.current?.click() }])

  const duplicates = sameIngredient(rows, drug)
  const isUndecided = duplicates.length > 0 && draft.duplicateReason === null
  const review = handleSubmit((form) => {
    if (isUndecided) return formRef.current?.querySelector<HTMLElement>('[data-undecided] button')?.focus()
    setIsConfirmingIdentity(needsIdentityConfirmation())
    setCompleteForm(form)
  })
  const applyUsual = () => {
    const { value, unit, route, frequency } = drug.usual
    reset({ ...getValues(), value, unit, route, frequency }, { keepDirty: true })
  }
  const close = () => {
    setCompleteForm(null)
    signing.clear()
  }

  return (
    <>
      <Box
        component="form"
        ref={formRef}
        noValidate
        aria-label={t('prescribe')}
        onSubmit={(event) => event.preventDefault()}
        sx={{
          flex: 1,
          minHeight: 0,
          overflow: 'auto',
          display: 'flex',
          flexDirection: 'column',
          gap: 3,
          padding: 3,
          '& > *': { flexShrink: 0 },
        }}
      >
        <SelectedDrug drug={drug} onApplyUsual={applyUsual} />
        {duplicates.length > 0 && (
          <DuplicateGuard
            about={drug.generic}
            reason={draft.duplicateReason}
            offered={['dose', 'change']}
            onUseExisting={onDone}
            onReason={(duplicateReason) => onChange({ duplicateReason })}
          >
            {duplicates.map((row) => (
              <ActiveDuplicate key={row.id} row={row} />
            ))}
          </DuplicateGuard>
        )}
        <SigPreview sig={sigOf(drug, draft.entry)} weight={weight} />
        <PrescriptionFields drug={drug} control={control} />
        <Box sx={{ color: 'warn.main', fontSize: 12 }}>{t('notChecked')}</Box>
      </Box>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, padding: '9px 12px', borderBlockStart: '1px solid', borderColor: 'line' }}>
        <Box sx={{ flexBasis: '100%' }}>
          <ColleaguesOrdering others={others} />
        </Box>
        {isUndecided && (
          <Box role="status" sx={{ flexBasis: '100%', color: 'warn.main', fontSize: 12 }}>
            {t('decideDuplicate')}
          </Box>
        )}
        <Button
          ref={commitRef}
          variant="contained"
          color="primary"
          sx={{ whiteSpace: 'normal', minHeight: 32 }}
          onClick={() => void review()}
        >
          {t('review', { patient: patient.name })}
          <KeyHint keys="Mod+Enter" />
        </Button>
        <Button onClick={onDone}>{t('discard')}</Button>
      </Box>
      <IdentityConfirm
        open={completeForm !== null && isConfirmingIdentity}
        patient={patient}
        place={place}
        onConfirm={() => setIsConfirmingIdentity(false)}
        onCancel={close}
      />
      {completeForm && !isConfirmingIdentity && (
        <SignPrescription
          draft={draft}
          form={completeForm}
          patient={patient}
          place={place}
          others={others}
          weight={weight}
          signing={signing}
          onSign={() =>
            void signing.sign(draft, completeForm).then((isDone) => {
              if (!isDone) return
              close()
              onDone()
            })
          }
          onClose={close}
        />
      )}
    </>
  )
}
