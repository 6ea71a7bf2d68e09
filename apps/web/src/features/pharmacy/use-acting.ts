import { type MedicationRow, rooms } from '@wardline/events'
import { tallMan, useAnnounce } from '@wardline/ui'
import { useState } from 'react'
import { useLanguage } from '../../lib/language.ts'
import { identityOf } from '../../lib/patient-identity.ts'
import type { Problem } from '../../lib/refusals.ts'
import { useTexts } from '../../lib/texts.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { type Command, type CommandProcedure, type Outcome, useCommand } from '../../workflow/use-command.ts'
import { useFresh } from '../../workflow/use-fresh.ts'
import { usePending } from '../../workflow/use-pending.ts'
import type { DispenseAsked } from './dispense-form.ts'
import { itemTexts } from './texts.ts'

export interface Acting {
  readonly verify: () => Promise<boolean>
  readonly prepare: (batch: { readonly lot: string | null; readonly expires: string | null }) => Promise<boolean>
  readonly dispense: (asked: DispenseAsked) => Promise<boolean>
  /** Asked for, and the server's word has not reached the row (RT-5). */
  readonly busy: boolean
  readonly problem: Problem | null
  /** What is shown may be older than ten seconds and could not be read again. */
  readonly isNotFresh: boolean
  readonly clear: () => void
}

/** The three acts of the pharmacy on one item. Each needs fresh data and changes the screen only by the server's word. */
export function useActing(row: MedicationRow): Acting {
  const trpc = useTRPC()
  const t = useTexts(itemTexts)
  const announce = useAnnounce()
  const fresh = useFresh()
  const [isNotFresh, setNotFresh] = useState(false)
  const [asking, setAsking] = useState(false)
  const { language } = useLanguage()
  const patient = identityOf(row.patient, language)
  const named = { medicine: tallMan(row.generic), patient: patient.name }
  const isThis = (asked: { prescriptionId: string }) => asked.prescriptionId === row.id
  const verify = useCommand(trpc.pharmacy.verify, { patient, describe: () => t('verifyFor', { patient: patient.name }) })
  const prepare = useCommand(trpc.pharmacy.prepare, { patient, describe: () => t('prepareFor', { patient: patient.name }) })
  const dispense = useCommand(trpc.pharmacy.dispense, { patient, describe: () => t('dispenseFor', { patient: patient.name }) })
  const pending =
    usePending(trpc.pharmacy.verify, isThis).length +
    usePending(trpc.pharmacy.prepare, isThis).length +
    usePending(trpc.pharmacy.dispense, isThis).length

  const act = async (run: () => Promise<Outcome<unknown>>, done: 'verifiedNow' | 'preparedNow' | 'dispensedNow') => {
    setAsking(true)
    try {
      const isFresh = await fresh(rooms.pharmacyQueue)
      setNotFresh(!isFresh)
      if (!isFresh || (await run()).outcome !== 'applied') return false
      announce.polite(t(done, named))
      return true
    } finally {
      setAsking(false)
    }
  }
  const about = { prescriptionId: row.id }

  return {
    verify: () => act(() => verify.run({ ...about, versionId: row.versionId, note: null }), 'verifiedNow'),
    prepare: (batch) => act(() => prepare.run({ ...about, ...batch }), 'preparedNow'),
    dispense: ({ quantity, unit, daysSupply, duplicateReason }) =>
      act(() => dispense.run({ ...about, quantity: { value: quantity, unit }, daysSupply, duplicateReason }), 'dispensedNow'),
    busy: asking || pending > 0,
    problem: firstProblem(verify, prepare, dispense),
    isNotFresh,
    clear: () => {
      for (const command of [verify, prepare, dispense]) command.clear()
    },
  }
}

const firstProblem = (...commands: readonly Pick<Command<CommandProcedure>, 'problem'>[]): Problem | null =>
  commands.find(({ problem }) => problem !== null)?.problem ?? null
