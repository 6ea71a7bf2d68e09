import type { MedicationRow } from '@wardline/events'
import { useProblemWords } from '../../../api/refusals.ts'
import { TakeOverSheet } from '../claim/take-over-sheet.tsx'
import type { Claiming } from '../claim/use-claiming.ts'
import { ConfirmHighAlert } from '../dispense/confirm-high-alert.tsx'
import { DispenseSheet } from '../dispense/dispense-sheet.tsx'
import { StoppedDialog } from '../stopped-dialog.tsx'
import type { PharmacyCommands } from '../use-pharmacy-commands.ts'
import type { PanelActions } from './use-panel-actions.ts'

export interface PanelSheetsProps {
  readonly row: MedicationRow
  readonly opened: MedicationRow
  readonly acts: PanelActions
  readonly acting: PharmacyCommands
  readonly claiming: Claiming
  readonly onClose: () => void
}

/** The open sheet; discontinuation by the prescriber takes precedence over all others (PHQ-21). */
export function PanelSheets({ row, opened, acts, acting, claiming, onClose }: PanelSheetsProps) {
  const words = useProblemWords()
  const { hold } = claiming
  if (row.stage === 'stopped' && opened.stage !== 'stopped') return <StoppedDialog row={row} onStopped={onClose} />
  if (acts.sheet === 'dispense') {
    return (
      <DispenseSheet
        row={row}
        busy={acting.busy}
        problem={acting.problem}
        onDispense={(asked) => void acts.dispense(asked)}
        onClose={acts.close}
      />
    )
  }
  if (acts.sheet === 'confirmVerify') {
    const error = acting.problem && words(acting.problem)
    return <ConfirmHighAlert row={row} busy={acting.busy} error={error} onVerify={() => void acts.verify()} onClose={acts.close} />
  }
  if (acts.sheet === 'takeOver' && hold.state === 'expired') {
    return (
      <TakeOverSheet
        row={row}
        claim={hold.claim}
        busy={claiming.busy}
        onTake={(reason) => void acts.takeOver(reason)}
        onClose={acts.close}
      />
    )
  }
  return null
}
