import { isExpired, isHighAlert, type MedicationRow } from '@wardline/events'
import { readingTimes, useReadingTime, useServerNow } from '@wardline/ui'
import { useState } from 'react'
import type { ClaimControls } from '../claim/use-claim.ts'
import { parseExpiry } from '../dispense/expiry.ts'
import { isUnfinished } from '../queue/stages.ts'
import type { PharmacyCommands } from '../use-pharmacy-commands.ts'
import { judgementOf, type PatientContext } from './use-patient-context.ts'

const MINUTE_MS = 60_000

export type OpenSheet = 'dispense' | 'takeOver' | 'confirmVerify' | 'verifyWithout' | null

export interface Batch {
  readonly lot: string
  readonly expires: string
}

export interface PanelActionOptions {
  readonly row: MedicationRow
  readonly context: PatientContext
  readonly commands: PharmacyCommands
  readonly claimControls: ClaimControls
  readonly onCompleted: () => void
}

/**
 * Actions permitted on the open order and the sheet that is open; shared by buttons and keyboard shortcuts. An order is verified only
 * by what it must be judged by: the action waits while the patient's lists are loading, and needs a reason when one could not be
 * loaded. It also waits until the order can have been read: orders open one after the other, and a second key press would verify the
 * next one unread.
 */
export function usePanelActions({ row, context, commands, claimControls, onCompleted }: PanelActionOptions) {
  const [sheet, setSheet] = useState<OpenSheet>(null)
  const [batch, setBatch] = useState<Batch>({ lot: '', expires: '' })
  const { claimState } = claimControls
  const isMine = claimState.state === 'mine'
  const isIdle = !commands.busy && !claimControls.busy
  // An expired prescription is read-only; the prescriber has to write a new one (PHQ-19).
  const judgement = judgementOf(context)
  const isRead = useReadingTime(judgement === 'loading' ? null : row.id, readingTimes.item)
  const isValid = !isExpired(row, useServerNow(MINUTE_MS))

  const can = {
    claim:
      isIdle &&
      row.stage !== 'dispensed' &&
      row.stage !== 'stopped' &&
      (claimState.state === 'free' || (claimState.state === 'expired' && claimState.isMine)),
    release: isIdle && isMine,
    takeOver: isIdle && claimState.state === 'expired' && !claimState.isMine,
    verify: isValid && isIdle && isMine && row.stage === 'unverified',
    prepare: isValid && isIdle && isMine && row.stage === 'verified',
    dispense: isValid && isIdle && ((isMine && (row.stage === 'verified' || row.stage === 'ready')) || row.stage === 'dispensed'),
  }

  const verify = async (note: string | null = null) => {
    if (!(await commands.verify(note))) return
    setSheet(null)
    claimControls.markCompleted(row.id)
    onCompleted()
  }
  const prepare = async () => {
    const expires = parseExpiry(batch.expires)
    if (expires === 'invalid' || !(await commands.prepare({ lot: batch.lot.trim() || null, expires }))) return
    claimControls.markCompleted(row.id)
    onCompleted()
  }
  const dispense = async (values: Parameters<PharmacyCommands['dispense']>[0]) => {
    if (!(await commands.dispense(values))) return
    setSheet(null)
    claimControls.markCompleted(row.id)
    if (isUnfinished(row)) onCompleted()
  }
  const open = (nextSheet: OpenSheet) => {
    commands.clear()
    setSheet(nextSheet)
  }

  /** Runs the primary action for Ctrl+Enter; a high-alert medicine opens its confirmation sheet first (K-5). */
  const commit = () => {
    if (!isRead) return false
    if (can.verify && judgement === 'unavailable') open('verifyWithout')
    else if (can.verify) isHighAlert(row) ? open('confirmVerify') : void verify()
    else if (can.prepare) void prepare()
    else if (can.dispense) open('dispense')
    else return false
    return true
  }
  const takeOver = async (reason: string) => {
    if (await claimControls.claim(row.id, reason)) setSheet(null)
  }
  return {
    sheet,
    isRead,
    isLoading: judgement === 'loading',
    open,
    close: () => setSheet(null),
    batch,
    setBatch,
    can,
    commit,
    verify,
    prepare,
    dispense,
    takeOver,
  }
}
export type PanelActions = ReturnType<typeof usePanelActions>
