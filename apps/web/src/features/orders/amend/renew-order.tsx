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

/** A limited order goes on from now, as long as the catalogue lets it; nothing else about it changes (ORD-6). */
export function RenewOrder({ row, patient, place, busy, error, onRenew, onClose }: RenewOrderProps) {
  const t = useTexts(composingTexts)
  const found = useCatalogue(row.display)
  const [chosen, setChosen] = useState<number | null>(null)
  const limit = found.rows.find((entry) => entry.kind === 'orderable' && entry.code === row.code)
  const known = limit?.kind === 'orderable' ? limit.limit : null
  const hours = chosen ?? known?.hours ?? null
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
      {known && hours !== null && <LimitChoice about={row.display} limit={known} hours={hours} onChange={setChosen} />}
      {!known && !found.searching && t('renewElsewhere')}
    </Sheet>
  )
}
