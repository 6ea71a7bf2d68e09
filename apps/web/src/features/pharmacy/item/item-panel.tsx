import Alert from '@mui/material/Alert'
import IconButton from '@mui/material/IconButton'
import { type MedicationRow, rooms } from '@wardline/events'
import { AgeTimer, Card, PriorityChip, tallMan } from '@wardline/ui'
import { X } from 'lucide-react'
import { useProblemWords } from '../../../api/refusals.ts'
import { identityOf } from '../../../clinical/patient-identity.ts'
import { useTexts } from '../../../i18n/define-texts.ts'
import { useLanguage } from '../../../i18n/language.ts'
import { useKeys } from '../../../keyboard/keys.ts'
import { usePresence } from '../../../sync/hooks/use-presence.ts'
import { ClaimNote } from '../claim/claim-note.tsx'
import type { Claiming } from '../claim/use-claiming.ts'
import { isWork, waitingSince } from '../queue/stages.ts'
import { targetMs } from '../queue/turnaround-targets.ts'
import { itemTexts, queueTexts } from '../texts.ts'
import { usePharmacyCommands } from '../use-pharmacy-commands.ts'
import { LaboratorySection } from './laboratory-section.tsx'
import { MedicinesSection } from './medicines-section.tsx'
import { OrderSection } from './order-section.tsx'
import { PanelFooter } from './panel-footer.tsx'
import { PanelSheets } from './panel-sheets.tsx'
import { PatientStrip } from './patient-strip.tsx'
import { usePanelActions } from './use-panel-actions.ts'
import { usePatientContext } from './use-patient-context.ts'

export interface ItemPanelProps {
  readonly row: MedicationRow
  /** The row as it was when opened, to highlight later changes and detect discontinuation. */
  readonly opened: MedicationRow
  readonly claiming: Claiming
  readonly onSeen: () => void
  readonly onDone: () => void
  readonly onNext: () => void
  readonly onClose: () => void
}

const titles = {
  unverified: 'verify',
  verified: 'prepare',
  ready: 'ready',
  dispensed: 'dispensed',
  stopped: 'stopped',
  none: 'verify',
} as const

/** Open order with its clinical context and actions (PHQ-9). */
export function ItemPanel({ row, opened, claiming, onSeen, onDone, onNext, onClose }: ItemPanelProps) {
  const t = useTexts(itemTexts)
  const context = usePatientContext(row.patient.patientId)
  const acting = usePharmacyCommands(row)
  // Shown to the users who have this patient's chart open (RT-11).
  usePresence(rooms.patient(row.patient.patientId), 'verifying', row.id)
  const acts = usePanelActions(row, acting, claiming, onDone)
  const problem = useSentence(acting, claiming)
  const { language } = useLanguage()
  const patient = identityOf(row.patient, language)
  const release = () => claiming.letGo(row.id)
  const claim = () => void claiming.take(row.id)
  usePanelKeys({ acts, claim, release, onClose })

  return (
    <Card
      title={`${t(titles[row.stage])}: ${tallMan(row.generic)}`}
      note={<PriorityChip priority={row.priority} />}
      actions={
        <>
          {isWork(row) && <AgeTimer since={waitingSince(row)} targetMs={targetMs[row.priority]} />}
          <IconButton aria-label={t('close')} onClick={onClose}>
            <X size={16} />
          </IconButton>
        </>
      }
      footer={
        <PanelFooter
          acts={acts}
          patientName={patient.name}
          busy={acting.busy}
          claimBusy={claiming.busy}
          mayStay={isWork(row)}
          isAgain={row.stage === 'dispensed'}
          onClaim={claim}
          onRelease={release}
          onNext={onNext}
        />
      }
    >
      {isWork(row) && <ClaimNote hold={claiming.hold} />}
      <PatientStrip row={row} context={context} />
      {problem && (
        <Alert severity="error" role="alert" sx={{ margin: 2 }}>
          {problem}
        </Alert>
      )}
      <OrderSection row={row} opened={opened} onSeen={onSeen} />
      <LaboratorySection generic={row.generic} results={context.results} />
      <MedicinesSection row={row} medications={context.medications} />
      <PanelSheets row={row} opened={opened} acts={acts} acting={acting} claiming={claiming} onClose={onClose} />
    </Card>
  )
}

function useSentence(acting: ReturnType<typeof usePharmacyCommands>, claiming: Claiming): string | null {
  const words = useProblemWords()
  const problem = acting.problem ?? claiming.problem
  return problem && words(problem)
}

interface PanelKeys {
  readonly acts: ReturnType<typeof usePanelActions>
  readonly claim: () => void
  readonly release: () => void
  readonly onClose: () => void
}

/** Keyboard shortcuts (ux section 6); each is equivalent to its button and inactive while the button is not shown. */
function usePanelKeys({ acts, claim, release, onClose }: PanelKeys): void {
  const t = useTexts(itemTexts)
  const queue = useTexts(queueTexts)
  const group = queue('title')
  useKeys([
    { keys: 'Mod+Enter', label: t('commit'), group, run: () => void acts.commit() },
    { keys: 'c', label: t('claim'), group, run: () => acts.may.claim && claim() },
    { keys: 'C', label: t('release'), group, run: () => acts.may.release && release() },
    { keys: 'd', label: t('dispenseForm'), group, run: () => acts.may.dispense && acts.open('dispense') },
    { keys: 'Escape', label: t('close'), group, run: onClose },
  ])
}
