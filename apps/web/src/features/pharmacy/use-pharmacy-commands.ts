import { type MedicationRow, rooms } from '@wardline/events'
import { tallMan, useAnnounce } from '@wardline/ui'
import type { Problem } from '../../api/refusals.ts'
import { useTRPC } from '../../api/trpc.ts'
import { identityOf } from '../../clinical/patient-identity.ts'
import { useTexts } from '../../i18n/define-texts.ts'
import { useLanguage } from '../../i18n/language.ts'
import type { Command, CommandProcedure, Outcome } from '../../sync/commands/use-command.ts'
import { useLegalAct } from '../../sync/commands/use-legal-act.ts'
import { usePending } from '../../sync/commands/use-pending.ts'
import type { DispenseFormValues } from './dispense/dispense-form.ts'
import { itemTexts } from './texts.ts'

export interface PharmacyCommands {
  /** @param note why it was verified without something it must be judged by; null otherwise */
  readonly verify: (note: string | null) => Promise<boolean>
  readonly prepare: (batch: { readonly lot: string | null; readonly expires: string | null }) => Promise<boolean>
  readonly dispense: (input: DispenseFormValues) => Promise<boolean>
  /** A command was sent and its event has not yet updated the row (RT-5). */
  readonly busy: boolean
  readonly problem: Problem | null
  readonly clear: () => void
}

/** Verify, prepare and dispense commands of one order. Each requires fresh data; the row changes only when the server's event arrives (RT-5). */
export function usePharmacyCommands(row: MedicationRow): PharmacyCommands {
  const trpc = useTRPC()
  const t = useTexts(itemTexts)
  const announce = useAnnounce()
  const { language } = useLanguage()
  const patient = identityOf(row.patient, language)
  const announcementValues = { medicine: tallMan(row.generic), patient: patient.name }
  const isForThisOrder = (input: { prescriptionId: string }) => input.prescriptionId === row.id
  const verify = useLegalAct(trpc.pharmacy.verify, rooms.pharmacyQueue, {
    patient,
    describe: () => t('verifyFor', { patient: patient.name }),
  })
  const prepare = useLegalAct(trpc.pharmacy.prepare, rooms.pharmacyQueue, {
    patient,
    describe: () => t('prepareFor', { patient: patient.name }),
  })
  const dispense = useLegalAct(trpc.pharmacy.dispense, rooms.pharmacyQueue, {
    patient,
    describe: () => t('dispenseFor', { patient: patient.name }),
  })
  const pending =
    usePending(trpc.pharmacy.verify, isForThisOrder).length +
    usePending(trpc.pharmacy.prepare, isForThisOrder).length +
    usePending(trpc.pharmacy.dispense, isForThisOrder).length

  const runAndAnnounce = async (run: () => Promise<Outcome<unknown>>, announcement: 'verifiedNow' | 'preparedNow' | 'dispensedNow') => {
    if ((await run()).outcome !== 'applied') return false
    announce.polite(t(announcement, announcementValues))
    return true
  }
  const target = { prescriptionId: row.id }

  return {
    verify: (note) => runAndAnnounce(() => verify.run({ ...target, versionId: row.versionId, note }), 'verifiedNow'),
    prepare: (batch) => runAndAnnounce(() => prepare.run({ ...target, ...batch }), 'preparedNow'),
    dispense: ({ quantity, unit, daysSupply, duplicateReason }) =>
      runAndAnnounce(() => dispense.run({ ...target, quantity: { value: quantity, unit }, daysSupply, duplicateReason }), 'dispensedNow'),
    busy: verify.busy || prepare.busy || dispense.busy || pending > 0,
    problem: firstProblem(verify, prepare, dispense),
    clear: () => {
      for (const command of [verify, prepare, dispense]) command.clear()
    },
  }
}

const firstProblem = (...commands: readonly Pick<Command<CommandProcedure>, 'problem'>[]): Problem | null =>
  commands.find(({ problem }) => problem !== null)?.problem ?? null
