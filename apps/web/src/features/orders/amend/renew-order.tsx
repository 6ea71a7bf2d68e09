import type { OrderRow } from '@wardline/events'
import { type PatientIdentity, Sheet } from '@wardline/ui'
import { useState } from 'react'
import { useTexts } from '../../../i18n/define-texts.ts'
import { composingTexts } from '../compose/compose-texts.ts'
import { LimitChoice } from '../compose/limit-choice.tsx'
import { useCatalogue } from '../compose/use-catalogue.ts'

export interface RenewOrderProps {
  readonly row: OrderRow
  readonly patient: PatientIdentity
  readonly place: string | null
  readonly busy: boolean
  readonly error: string | null
  readonly onRenew: (hours: number) => void
  readonly onClose: () => void
}

/** Sheet that renews a time-limited order from now, within the limit of the catalogue; no other field changes (ORD-6). */
export function RenewOrder({ row, patient, place, busy, error, onRenew, onClose }: RenewOrderProps) {
  const t = useTexts(composingTexts)
  const catalogue = useCatalogue(row.display)
  const [selectedHours, setSelectedHours] = useState<number | null>(null)
  const catalogueEntry = catalogue.rows.find((entry) => entry.kind === 'orderable' && entry.code === row.code)
  const limit = catalogueEntry?.kind === 'orderable' ? catalogueEntry.limit : null
  const hours = selectedHours ?? limit?.hours ?? null
  return (
    <Sheet
      open
      maxWidth="xs"
      title={t('renewTitle', { order: row.display })}
      patient={patient}
      place={place}
      commitLabel={t('renewCommit', { patient: patient.name })}
      commitDisabled={hours === null}
      busy={busy}
      error={error}
      onCommit={() => hours !== null && onRenew(hours)}
      onClose={onClose}
    >
      {limit && hours !== null && <LimitChoice itemName={row.display} limit={limit} hours={hours} onChange={setSelectedHours} />}
      {!limit && !catalogue.isSearching && t('renewElsewhere')}
    </Sheet>
  )
}
