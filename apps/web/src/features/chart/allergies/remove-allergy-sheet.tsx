import type { AllergyRow, PatientId } from '@wardline/events'
import { type ChosenReason, ConfirmSheet, type DiffLine } from '@wardline/ui'
import { useTRPC } from '../../../api/trpc.ts'
import { useTexts } from '../../../i18n/define-texts.ts'
import { useCommand } from '../../../sync/commands/use-command.ts'
import type { NamedPatient } from '../../../sync/hooks/use-patient-identity.ts'
import { ConflictNotice } from '../forms/conflict-notice.tsx'
import { chartTexts } from '../texts.ts'

const reasons = ['wrongPatient', 'wrongSubstance', 'disproved', 'duplicateEntry', 'otherReason'] as const

export interface RemoveAllergySheetProps {
  patientId: PatientId
  patient: NamedPatient
  openedRow: AllergyRow
  currentRow: AllergyRow | null
  onClose: () => void
}

/** Sheet that marks an allergy as entered in error, with a reason (CHT-4). */
export function RemoveAllergySheet({ patientId, patient: { identity, place }, openedRow, currentRow, onClose }: RemoveAllergySheetProps) {
  const t = useTexts(chartTexts)
  const trpc = useTRPC()
  const { run, busy, problem } = useCommand(trpc.allergies.remove, {
    patient: identity,
    describe: () => t('removeAllergy', { substance: openedRow.substance }),
  })
  const remove = async (chosen: ChosenReason | null) => {
    const code = reasons.find((candidate) => candidate === chosen?.code)
    if (!code) return
    const { outcome } = await run({ patientId, allergyId: openedRow.id, versionId: openedRow.versionId, reason: chosen?.text ?? t(code) })
    if (outcome === 'applied' || outcome === 'notSent') onClose()
  }
  const fieldsOf = (row: AllergyRow): readonly [label: string, words: string | null][] => [
    [t('substance'), row.substance],
    [t('criticality'), row.criticality],
    [
      t('reaction'),
      row.reactions.map(({ manifestation, severity }) => [manifestation, severity].filter(Boolean).join(' ')).join(', ') || null,
    ],
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
      title={t('removeTitle')}
      patient={identity}
      place={place}
      commitLabel={t('removeFor', { name: identity.name })}
      commitTone="error"
      busy={busy}
      error={problem && <ConflictNotice problem={problem} changes={changes} onReload={onClose} onReapply={null} />}
      reasons={reasons.map((code) => ({ code, label: t(code) }))}
      otherCode="otherReason"
      onConfirm={(chosen) => void remove(chosen)}
      onClose={onClose}
    >
      {t('removeQuestion', { substance: openedRow.substance })}
    </ConfirmSheet>
  )
}
