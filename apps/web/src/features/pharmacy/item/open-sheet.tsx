import type { MedicationRow } from '@wardline/events'
import { useProblemText } from '../../../api/refusals.ts'
import { TakeOverSheet } from '../claim/take-over-sheet.tsx'
import type { ClaimControls } from '../claim/use-claim.ts'
import { ConfirmHighAlert } from '../dispense/confirm-high-alert.tsx'
import { DispenseSheet } from '../dispense/dispense-sheet.tsx'
import { VerifyWithoutSheet } from '../dispense/verify-without-sheet.tsx'
import { StoppedDialog } from '../stopped-dialog.tsx'
import type { PharmacyCommands } from '../use-pharmacy-commands.ts'
import type { PanelActions } from './use-panel-actions.ts'

export interface PanelSheetsProps {
  readonly row: MedicationRow
  readonly openedRow: MedicationRow
  readonly actions: PanelActions
  readonly commands: PharmacyCommands
  readonly claimControls: ClaimControls
  readonly onClose: () => void
}

/** The open sheet; discontinuation by the prescriber takes precedence over all others (PHQ-21). */
export function PanelSheets({ row, openedRow, actions, commands, claimControls, onClose }: PanelSheetsProps) {
  const describeProblem = useProblemText()
  const { claimState } = claimControls
  if (row.stage === 'stopped' && openedRow.stage !== 'stopped') return <StoppedDialog row={row} onAcknowledge={onClose} />
  if (actions.sheet === 'dispense') {
    return (
      <DispenseSheet
        row={row}
        busy={commands.busy}
        problem={commands.problem}
        onDispense={(values) => void actions.dispense(values)}
        onClose={actions.close}
      />
    )
  }
  if (actions.sheet === 'confirmVerify') {
    const error = commands.problem && describeProblem(commands.problem)
    return <ConfirmHighAlert row={row} busy={commands.busy} error={error} onVerify={() => void actions.verify()} onClose={actions.close} />
  }
  if (actions.sheet === 'verifyWithout') {
    const error = commands.problem && describeProblem(commands.problem)
    return (
      <VerifyWithoutSheet
        row={row}
        busy={commands.busy}
        error={error}
        onVerify={(reason) => void actions.verify(reason)}
        onClose={actions.close}
      />
    )
  }
  if (actions.sheet === 'takeOver' && claimState.state === 'expired') {
    return (
      <TakeOverSheet
        row={row}
        claim={claimState.claim}
        busy={claimControls.busy}
        onTakeOver={(reason) => void actions.takeOver(reason)}
        onClose={actions.close}
      />
    )
  }
  return null
}
