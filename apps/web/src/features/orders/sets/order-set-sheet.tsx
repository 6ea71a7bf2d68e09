import Box from '@mui/material/Box'
import Checkbox from '@mui/material/Checkbox'
import type { Priority } from '@wardline/events'
import { type PatientIdentity, Sheet, StatusChip } from '@wardline/ui'
import { useState } from 'react'
import { useTexts } from '../../../i18n/define-texts.ts'
import { PriorityChoice } from '../../../ordering/priority-choice.tsx'
import type { OrderSet } from '../compose/catalogue.ts'
import { type DraftLine, draftLineFor } from '../compose/draft.ts'
import { texts } from '../texts.ts'

export interface OrderSetSheetProps {
  readonly set: OrderSet
  readonly patient: PatientIdentity
  readonly place: string | null
  readonly draftedIds: readonly string[]
  readonly onAdd: (lines: readonly DraftLine[]) => void
  readonly onClose: () => void
}

/**
 * Sheet that lists every order of a set with a checkbox, the version and the owner (ORD-9). Adding moves the ticked
 * orders to the unsigned orders, where each is edited like any other; this sheet signs nothing.
 */
export function OrderSetSheet({ set, patient, place, draftedIds, onAdd, onClose }: OrderSetSheetProps) {
  const t = useTexts(texts)
  const [selectedIds, setSelectedIds] = useState<ReadonlySet<string>>(
    () => new Set(set.lines.filter((line) => line.preselected).map((line) => line.orderable.id)),
  )
  const [priorities, setPriorities] = useState<Readonly<Record<string, Priority>>>({})
  const linesToAdd = set.lines.filter(({ orderable }) => selectedIds.has(orderable.id) && !draftedIds.includes(orderable.id))

  const toggle = (orderableId: string) => {
    const next = new Set(selectedIds)
    if (!next.delete(orderableId)) next.add(orderableId)
    setSelectedIds(next)
  }

  return (
    <Sheet
      open
      maxWidth="md"
      title={t('setTitle', { set: set.display })}
      patient={patient}
      place={place}
      commitLabel={t('addLines', { count: linesToAdd.length, patient: patient.name })}
      commitDisabled={linesToAdd.length === 0}
      onCommit={() => onAdd(linesToAdd.map(({ orderable }) => draftLineFor(orderable, priorities[orderable.id] ?? 'routine', set.display)))}
      onClose={onClose}
    >
      <Box sx={{ color: 'muted', fontSize: 12, marginBlockEnd: 2 }}>
        {t('setVersion', { version: set.version, owner: set.owner })}. {t('setHint')}
      </Box>
      <Box component="ul" sx={{ margin: 0, padding: 0 }}>
        {set.lines.map(({ orderable, preselected }) => {
          const isAdded = draftedIds.includes(orderable.id)
          return (
            <Box
              component="li"
              key={orderable.id}
              sx={{
                display: 'grid',
                gridTemplateColumns: '28px minmax(0, 1fr) auto',
                alignItems: 'start',
                gap: 2,
                paddingBlock: 1.5,
                borderBlockEnd: '1px solid',
                borderColor: 'line',
                listStyle: 'none',
              }}
            >
              <Checkbox
                checked={isAdded || selectedIds.has(orderable.id)}
                disabled={isAdded}
                onChange={() => toggle(orderable.id)}
                slotProps={{ input: { 'aria-label': orderable.display } }}
              />
              <Box sx={{ paddingBlockStart: 1 }}>
                <Box component="bdi" sx={{ fontWeight: 580 }}>
                  {orderable.display}
                </Box>{' '}
                {isAdded && <StatusChip tone="neutral">{t('alreadyThere')}</StatusChip>}
                {!isAdded && preselected && <StatusChip tone="info">{t('preselected')}</StatusChip>}
                {orderable.detail && (
                  <Box component="small" sx={{ display: 'block', color: 'muted', fontSize: 11.5 }}>
                    <bdi>{orderable.detail}</bdi>
                  </Box>
                )}
              </Box>
              {selectedIds.has(orderable.id) && !isAdded && (
                <PriorityChoice
                  label={t('priorityOf', { order: orderable.display })}
                  value={priorities[orderable.id] ?? 'routine'}
                  onChange={(priority) => setPriorities((before) => ({ ...before, [orderable.id]: priority }))}
                />
              )}
            </Box>
          )
        })}
      </Box>
    </Sheet>
  )
}
