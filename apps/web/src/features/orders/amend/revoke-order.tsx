import Alert from '@mui/material/Alert'
import { type OrderRow, revokeReasons } from '@wardline/events'
import { type ChosenReason, ConfirmSheet, type PatientIdentity, useFormats } from '@wardline/ui'
import { useTexts } from '../../../i18n/define-texts.ts'
import { hasSpecimen, orderStatusOf } from '../list/order-status.ts'
import { type revokeTexts, texts } from '../texts.ts'

export type RevokeReason = (typeof revokeReasons)[number]

const reasonLabels: Readonly<Record<RevokeReason, (typeof revokeTexts)[number]>> = {
  'no-longer-needed': 'revokeNoLonger',
  duplicate: 'revokeDuplicate',
  'wrong-patient': 'revokeWrongPatient',
  'wrong-test': 'revokeWrongTest',
  'patient-refused': 'revokeRefused',
  other: 'revokeOther',
}

export interface RevokeOrderProps {
  readonly row: OrderRow
  readonly patient: PatientIdentity
  readonly place: string | null
  readonly busy: boolean
  readonly error: string | null
  readonly onRevoke: (reason: RevokeReason, explanation: string | null) => void
  readonly onClose: () => void
}

/** Sheet that revokes an order with a coded reason and warns about a specimen already taken, which revoking does not withdraw (ORD-15). */
export function RevokeOrder({ row, patient, place, busy, error, onRevoke, onClose }: RevokeOrderProps) {
  const t = useTexts(texts)
  const formats = useFormats()
  const { status, at } = orderStatusOf(row)
  const confirm = (reason: ChosenReason | null) => {
    const code = revokeReasons.find((candidate) => candidate === reason?.code)
    if (code) onRevoke(code, reason?.text ?? null)
  }
  return (
    <ConfirmSheet
      open
      title={t('revokeTitle', { order: row.display })}
      patient={patient}
      place={place}
      commitLabel={t('revokeCommit', { patient: patient.name })}
      commitTone="error"
      busy={busy}
      error={error}
      reasons={revokeReasons.map((code) => ({ code, label: t(reasonLabels[code]) }))}
      otherCode="other"
      onConfirm={confirm}
      onClose={onClose}
    >
      {hasSpecimen(row) ? (
        <Alert severity="warning">{t('revokeSpecimen', { standing: t(`standing_${status}`), at: formats.time(at) })}</Alert>
      ) : (
        t('revokeInforms')
      )}
    </ConfirmSheet>
  )
}
