import Box from '@mui/material/Box'
import type { PresentMember } from '@wardline/sync/protocol'
import { type PatientIdentity, PriorityChip, SignSheet } from '@wardline/ui'
import { useState } from 'react'
import { useProblemText } from '../../../api/refusals.ts'
import { useTexts } from '../../../i18n/define-texts.ts'
import { ColleaguesOrdering } from '../../../ordering/colleagues-ordering.tsx'
import { useDuplicateReasonText } from '../../../ordering/duplicate-guard.tsx'
import { composingTexts } from '../compose/compose-texts.ts'
import { type DraftLine, uncheckedLinesOf } from '../compose/draft.ts'
import { useDurationText } from '../compose/limit.ts'
import { texts } from '../texts.ts'
import { AcceptUnchecked } from './unchecked-orders.tsx'
import type { Signing } from './use-signing.ts'

export interface SignOrdersProps {
  readonly lines: readonly DraftLine[]
  readonly patient: PatientIdentity
  readonly place: string | null
  readonly others: readonly PresentMember[]
  readonly signing: Signing
  readonly onDone: () => void
  readonly onClose: () => void
}

/** Final wording of the orders, with the patient named on the button; a second Ctrl+Enter signs (ORD-11, ORD-12). */
export function SignOrders({ lines, patient, place, others, signing, onDone, onClose }: SignOrdersProps) {
  const t = useTexts(texts)
  const describeProblem = useProblemText()
  const duplicateReasonText = useDuplicateReasonText()
  const durationText = useDurationText()
  const tComposing = useTexts(composingTexts)
  const [isAccepted, setAccepted] = useState(false)
  const unchecked = uncheckedLinesOf(lines)
  const limitOf = ({ orderable, limitHours }: DraftLine) =>
    orderable.limit &&
    limitHours !== null &&
    tComposing(orderable.limit.kind === 'stop' ? 'stopsAfter' : 'reviewedAfter', { span: durationText(limitHours) })
  return (
    <SignSheet
      open
      title={t('signTitle')}
      patient={patient}
      place={place}
      commitLabel={t('sign', { count: lines.length, patient: patient.name })}
      busy={signing.isBusy}
      error={signing.problem && describeProblem(signing.problem)}
      lines={lines.map((line) => ({
        lineId: line.orderable.id,
        text: (
          <Box sx={{ display: 'flex', alignItems: 'baseline', gap: 2 }}>
            <Box component="bdi" sx={{ flex: 1, fontWeight: 620 }}>
              {line.orderable.display}
            </Box>
            <PriorityChip priority={line.priority} />
          </Box>
        ),
        detail: [line.orderable.detail, limitOf(line), line.indication.trim(), line.note.trim()].filter(Boolean).join(' · ') || undefined,
        warning: line.duplicateReason ? t('orderedAgain', { reason: duplicateReasonText(line.duplicateReason) }) : undefined,
      }))}
      commitDisabled={unchecked.length > 0 && !isAccepted}
      onSign={() => void signing.sign(isAccepted).then((closed) => closed && onDone())}
      onClose={onClose}
    >
      <Box sx={{ display: 'grid', gap: 2, marginBlockStart: 2 }}>
        {unchecked.length > 0 && <AcceptUnchecked lines={unchecked} accepted={isAccepted} onAccept={setAccepted} />}
        <ColleaguesOrdering others={others} />
      </Box>
    </SignSheet>
  )
}
