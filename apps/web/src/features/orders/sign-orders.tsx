import Box from '@mui/material/Box'
import type { PresentMember } from '@wardline/events'
import { type PatientIdentity, PriorityChip, SignSheet } from '@wardline/ui'
import { ColleaguesOrdering } from '../../lib/ordering/colleagues-ordering.tsx'
import { useDuplicateWords } from '../../lib/ordering/duplicate-guard.tsx'
import { useProblemWords } from '../../lib/refusals.ts'
import { useTexts } from '../../lib/texts.ts'
import type { DraftLine } from './draft.ts'
import { texts } from './texts.ts'
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

/** The basket in its final wording, for the patient named on the button; a second Ctrl Enter signs (ORD-11, ORD-12). */
export function SignOrders({ lines, patient, place, others, signing, onDone, onClose }: SignOrdersProps) {
  const t = useTexts(texts)
  const words = useProblemWords()
  const again = useDuplicateWords()
  return (
    <SignSheet
      open
      title={t('signTitle')}
      patient={patient}
      place={place}
      commitLabel={t('sign', { count: lines.length, patient: patient.name })}
      busy={signing.busy}
      error={signing.problem && words(signing.problem)}
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
        detail: [line.orderable.detail, line.indication.trim(), line.note.trim()].filter(Boolean).join(' · ') || undefined,
        warning: line.duplicateReason ? t('orderedAgain', { reason: again(line.duplicateReason) }) : undefined,
      }))}
      onSign={() => void signing.sign().then((closed) => closed && onDone())}
      onClose={onClose}
    >
      <Box sx={{ marginBlockStart: 2 }}>
        <ColleaguesOrdering others={others} />
      </Box>
    </SignSheet>
  )
}
