import { systems } from '@wardline/events'
import { ApiClient } from '../../../scripts/product/api-client.ts'
import { asFigure, asRatio, type BenchmarkCase } from '../../measure/benchmark-case.ts'
import { type Extent, interleave } from '../../measure/compare.ts'
import type { BenchContext } from '../../setup/bench-context.ts'
import { bringIn, patient, stay } from '../../setup/ward-data.ts'

const extent: Extent = { blocks: 8, per: 5, warmUp: 8, withinMs: 10_000 }
/** A year on dialysis. */
const REPORTS = 400
const VALUES = 6
const NUMBER = 1
const HOUR_MS = 3_600_000

const code = (text: string) => ({ coding: [{ system: systems.loinc, code: text, display: `Value ${text}` }] })
const subject = (patientId: string) => ({ reference: `Patient/${patientId}` })

/** A report of a panel and its values. */
function panel(patientId: string, report: number): readonly object[] {
  const at = new Date(Date.now() - (REPORTS - report) * HOUR_MS).toISOString()
  const category = [{ coding: [{ system: systems.observationCategory, code: 'laboratory' }] }]
  const values = Array.from({ length: VALUES }, (_, value) => ({
    resourceType: 'Observation',
    id: `bench-value-${report}-${value}`,
    status: 'final',
    category,
    code: code(`${2000 + value}-1`),
    subject: subject(patientId),
    effectiveDateTime: at,
    issued: at,
    valueQuantity: { value: 100 + ((report + value) % 40), unit: 'mmol/L', system: systems.ucum, code: 'mmol/L' },
  }))
  return [
    ...values,
    {
      resourceType: 'DiagnosticReport',
      id: `bench-report-${report}`,
      status: 'final',
      category: [{ coding: [{ system: systems.diagnosticService, code: 'LAB' }] }],
      code: code('24323-8'),
      subject: subject(patientId),
      effectiveDateTime: at,
      issued: at,
      result: values.map(({ id }) => ({ reference: `Observation/${id}` })),
    },
  ]
}

const timed = (ask: () => Promise<unknown>) => async () => {
  const since = performance.now()
  await ask()
  return { ms: performance.now() - since }
}

/** The chart of somebody with many results in one call, as other systems ask for it, beside what a screen asks for when it opens the chart. */
export const aggregate = (workshop: BenchContext): BenchmarkCase => ({
  id: 'AGGREGATE',
  async run() {
    const product = await workshop.product()
    const { id: patientId, ...person } = patient(NUMBER)
    const panels = Array.from({ length: REPORTS }, (_, report) => panel(patientId, report)).flat()
    await bringIn(product, [{ ...person, id: patientId }, stay(NUMBER), ...panels])
    const nurse = await ApiClient.signIn(product.url, 'nurse.huda')
    const whole = async () => {
      const answer = await fetch(`${product.url}/api/aggregate/patients/${patientId}`, { headers: nurse.headers })
      if (!answer.ok) throw new Error(`the chart in one call: ${answer.status}`)
      return (await answer.json()) as { labResults: readonly { tests: readonly unknown[] }[] }
    }
    const tests = (await whole()).labResults.reduce((sum, report) => sum + report.tests.length, 0)
    const { ours, screen } = await interleave(
      { ours: timed(whole), screen: timed(() => nurse.query('patients.summary', { patientId })) },
      extent,
    )
    const about = { line: 'AGGREGATE', workload: `whole chart with ${REPORTS * VALUES} results in one call; beside opening it on a screen` }
    return [
      asRatio({ ...about, unit: 'ms' }, ours.ms, screen.ms, null),
      asFigure({ ...about, workload: 'the same, results in the answer', unit: '' }, tests, null),
    ]
  },
})
