import Alert from '@mui/material/Alert'
import IconButton from '@mui/material/IconButton'
import { type MedicationRow, rooms } from '@wardline/events'
import { AgeTimer, Card, PriorityChip, tallMan } from '@wardline/ui'
import { X } from 'lucide-react'
import { useProblemText } from '../../../api/refusals.ts'
import { identityOf } from '../../../clinical/patient-identity.ts'
import { useTexts } from '../../../i18n/define-texts.ts'
import { useLanguage } from '../../../i18n/language.ts'
import { useKeys } from '../../../keyboard/keys.ts'
import { usePresence } from '../../../sync/hooks/use-presence.ts'
import { ClaimNote } from '../claim/claim-note.tsx'
import type { ClaimControls } from '../claim/use-claim.ts'
import { isUnfinished, waitingSince } from '../queue/stages.ts'
import { targetMs } from '../queue/turnaround-targets.ts'
import { itemTexts, queueTexts } from '../texts.ts'
import { usePharmacyCommands } from '../use-pharmacy-commands.ts'
import { LaboratorySection } from './laboratory-section.tsx'
import { MedicinesSection } from './medicines-section.tsx'
import { PanelSheets } from './open-sheet.tsx'
import { OrderSection } from './order-section.tsx'
import { PanelFooter } from './panel-footer.tsx'
import { PatientStrip } from './patient-strip.tsx'
import { usePanelActions } from './use-panel-actions.ts'
import { usePatientContext } from './use-patient-context.ts'

export interface ItemPanelProps {
  readonly row: MedicationRow
  /** The row as it was when opened, to highlight later changes and detect discontinuation. */
  readonly openedRow: MedicationRow
  readonly claimControls: ClaimControls
  readonly onMarkSeen: () => void
  readonly onCompleted: () => void
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
} as const satisfies Record<MedicationRow['stage'], string>

/** Open order with its clinical context and actions (PHQ-9). */
export function ItemPanel({ row, openedRow, claimControls, onMarkSeen, onCompleted, onNext, onClose }: ItemPanelProps) {
  const t = useTexts(itemTexts)
  const context = usePatientContext(row.patient.patientId)
  const commands = usePharmacyCommands(row)
  // Shown to the users who have this patient's chart open (RT-11).
  usePresence(rooms.patient(row.patient.patientId), 'verifying', row.id)
  const actions = usePanelActions({ row, context, commands, claimControls, onCompleted })
  const problem = useItemProblem(commands, claimControls)
  const { language } = useLanguage()
  const patient = identityOf(row.patient, language)
  const release = () => claimControls.release(row.id)
  const claim = () => void claimControls.claim(row.id)
  usePanelShortcuts({ actions, claim, release, onClose })

  return (
    <Card
      title={`${t(titles[row.stage])}: ${tallMan(row.generic)}`}
      note={<PriorityChip priority={row.priority} />}
      actions={
        <>
          {isUnfinished(row) && <AgeTimer since={waitingSince(row)} targetMs={targetMs[row.priority]} />}
          <IconButton aria-label={t('close')} onClick={onClose}>
            <X size={16} />
          </IconButton>
        </>
      }
      footer={
        <PanelFooter
          actions={actions}
          patientName={patient.name}
          busy={commands.busy}
          claimBusy={claimControls.busy}
          canStay={isUnfinished(row)}
          isRepeat={row.stage === 'dispensed'}
          onClaim={claim}
          onRelease={release}
          onNext={onNext}
        />
      }
    >
      {isUnfinished(row) && <ClaimNote claimState={claimControls.claimState} />}
      <PatientStrip row={row} context={context} />
      {problem && (
        <Alert severity="error" role="alert" sx={{ margin: 2 }}>
          {problem}
        </Alert>
      )}
      <OrderSection row={row} openedRow={openedRow} onMarkSeen={onMarkSeen} />
      <LaboratorySection generic={row.generic} results={context.results} />
      <MedicinesSection row={row} medications={context.medications} />
      <PanelSheets row={row} openedRow={openedRow} actions={actions} commands={commands} claimControls={claimControls} onClose={onClose} />
    </Card>
  )
}

function useItemProblem(commands: ReturnType<typeof usePharmacyCommands>, claimControls: ClaimControls): string | null {
  const describeProblem = useProblemText()
  const problem = commands.problem ?? claimControls.problem
  return problem && describeProblem(problem)
}

interface PanelShortcuts {
  readonly actions: ReturnType<typeof usePanelActions>
  readonly claim: () => void
  readonly release: () => void
  readonly onClose: () => void
}

/** Keyboard shortcuts (ux section 6); each is equivalent to its button and inactive while the button is not shown. */
function usePanelShortcuts({ actions, claim, release, onClose }: PanelShortcuts): void {
  const t = useTexts(itemTexts)
  const tQueue = useTexts(queueTexts)
  const group = tQueue('title')
  useKeys([
    { keys: 'Mod+Enter', label: t('commit'), group, run: () => void actions.commit() },
    { keys: 'c', label: t('claim'), group, run: () => actions.can.claim && claim() },
    { keys: 'C', label: t('release'), group, run: () => actions.can.release && release() },
    { keys: 'd', label: t('dispenseForm'), group, run: () => actions.can.dispense && actions.open('dispense') },
    { keys: 'Escape', label: t('close'), group, run: onClose },
  ])
}
