import type { LabWorklistRow } from '@wardline/events'
import type { DemoRandom } from '../demo/random.ts'
import {
  commandId,
  MAX_OPEN,
  randomInpatient,
  requestedBySimulator,
  type SimulatedAction,
  type SimulatedUser,
  type SimulationContext,
} from './simulated-unit.ts'

/** Share of critical potassium results; a higher share would cause alert fatigue. */
const CRITICAL_SHARE = 1 / 40

/** Text result of tests without coded answers. */
const UNREMARKABLE = 'Nothing abnormal seen'

const commonTests = ['lab:24362-6', 'lab:58410-2', 'lab:2823-3', 'lab:1988-5', 'lab:14749-6', 'lab:2601-3'] as const

const openOrders = async (ward: SimulationContext): Promise<readonly LabWorklistRow[]> =>
  requestedBySimulator(ward, (await ward.technician.lab.worklist({ limit: 200 })).rows).filter(({ status }) => status === 'active')

export const orderTest: SimulatedAction = async (ward) => {
  const patient = (await openOrders(ward)).length < MAX_OPEN ? await randomInpatient(ward) : null
  if (!patient) return false
  const item = {
    orderableId: ward.chance.oneOf(commonTests),
    priority: ward.chance.happens(0.2) ? ('urgent' as const) : ('routine' as const),
    indication: null,
    note: null,
    duplicateReason: null,
  }
  await ward.physician.orders.place({ commandId: commandId(ward), patientId: patient.patientId, items: [item] })
  return true
}

const nextStep = { requested: 'specimen-collected', 'specimen-collected': 'specimen-received', 'specimen-received': 'in-analysis' } as const

/** Advances one order by one step; after analysis, releases values near the previous ones. */
export const advanceLabOrder: SimulatedAction = async (ward) => {
  const open = await openOrders(ward)
  if (open.length === 0) return false
  const order = ward.chance.oneOf(open)
  const { step } = order.fulfilment
  if (step in nextStep) {
    await ward.technician.lab.advance({ commandId: commandId(ward), orderId: order.id, step: nextStep[step as keyof typeof nextStep] })
    return true
  }
  const sheet = await ward.technician.lab.sheet({ orderId: order.id })
  const values = sheet.lines.map((line) => ({ code: line.code, value: valueFor(line, ward.chance), note: null }))
  const critical = values.find(({ code }) => code === '2823-3')
  const confirmed = critical && ward.chance.happens(CRITICAL_SHARE)
  await ward.technician.lab.release({
    commandId: commandId(ward),
    orderId: order.id,
    collectedAt: sheet.collectedAt ?? ward.now().toISOString(),
    status: 'final',
    values: confirmed ? values.map((value) => (value === critical ? { ...value, value: '6.6' } : value)) : values,
    answers: sheet.codedTests.map(({ code, answers: [usual] }) => ({
      code,
      answer: usual?.code ?? null,
      words: usual ? null : UNREMARKABLE,
      note: null,
    })),
    confirmedCritical: confirmed ? ['2823-3'] : [],
    // Delta checks are confirmed for all values, because the previous value may itself differ from the one before.
    confirmedDelta: values.map(({ code }) => code),
  })
  return true
}

type WorksheetLine = Awaited<ReturnType<SimulatedUser['lab']['sheet']>>['lines'][number]

function valueFor({ previous, range, critical, technical, decimals }: WorksheetLine, chance: DemoRandom): string {
  const low = range?.low ?? (range?.high ?? 1) * 0.5
  const high = range?.high ?? low * 1.4
  const before = Number(previous?.value ?? Number.NaN)
  const value = (Number.isNaN(before) ? (low + high) / 2 : before) + chance.noise() * (high - low) * 0.2
  const digit = 10 ** -decimals
  const least = Math.max(technical[0], critical?.low ?? technical[0])
  const most = Math.min(technical[1], (critical?.high ?? technical[1] + digit) - digit)
  return Math.min(most, Math.max(least, value)).toFixed(decimals)
}
