import { isExpired, isHighAlert, type MedicationRow } from '@wardline/events'
import { useServerNow } from '@wardline/ui'
import { useState } from 'react'
import type { Claiming } from '../claim/use-claiming.ts'
import { expiryOf } from '../dispense/expiry.ts'
import { isWork } from '../queue/stages.ts'
import type { PharmacyCommands } from '../use-pharmacy-commands.ts'

const MINUTE_MS = 60_000

export type OpenSheet = 'dispense' | 'takeOver' | 'confirmVerify' | null

export interface Batch {
  readonly lot: string
  readonly expires: string
}

/** Actions permitted on the open order and the sheet that is open; shared by buttons and keyboard shortcuts. */
export function usePanelActions(row: MedicationRow, acting: PharmacyCommands, claiming: Claiming, onDone: () => void) {
  const [sheet, setSheet] = useState<OpenSheet>(null)
  const [batch, setBatch] = useState<Batch>({ lot: '', expires: '' })
  const { hold } = claiming
  const isMine = hold.state === 'mine'
  const idle = !acting.busy && !claiming.busy
  // An expired prescription is read-only; the prescriber has to write a new one (PHQ-19).
  const isValid = !isExpired(row, useServerNow(MINUTE_MS))

  const may = {
    claim:
      idle && row.stage !== 'dispensed' && row.stage !== 'stopped' && (hold.state === 'free' || (hold.state === 'expired' && hold.mine)),
    release: idle && isMine,
    takeOver: idle && hold.state === 'expired' && !hold.mine,
    verify: isValid && idle && isMine && row.stage === 'unverified',
    prepare: isValid && idle && isMine && row.stage === 'verified',
    dispense: isValid && idle && ((isMine && (row.stage === 'verified' || row.stage === 'ready')) || row.stage === 'dispensed'),
  }

  const verify = async () => {
    if (!(await acting.verify())) return
    setSheet(null)
    claiming.finished(row.id)
    onDone()
  }
  const prepare = async () => {
    const expires = expiryOf(batch.expires)
    if (expires === 'invalid' || !(await acting.prepare({ lot: batch.lot.trim() || null, expires }))) return
    claiming.finished(row.id)
    onDone()
  }
  const dispense = async (asked: Parameters<PharmacyCommands['dispense']>[0]) => {
    if (!(await acting.dispense(asked))) return
    setSheet(null)
    claiming.finished(row.id)
    if (isWork(row)) onDone()
  }
  const open = (next: OpenSheet) => {
    acting.clear()
    setSheet(next)
  }

  /** Runs the primary action for Ctrl+Enter; a high-alert medicine opens its confirmation sheet first (K-5). */
  const commit = () => {
    if (may.verify) isHighAlert(row) ? open('confirmVerify') : void verify()
    else if (may.prepare) void prepare()
    else if (may.dispense) open('dispense')
    else return false
    return true
  }
  const takeOver = async (reason: string) => {
    if (await claiming.take(row.id, reason)) setSheet(null)
  }
  return { sheet, open, close: () => setSheet(null), batch, setBatch, may, commit, verify, prepare, dispense, takeOver }
}
export type PanelActions = ReturnType<typeof usePanelActions>
