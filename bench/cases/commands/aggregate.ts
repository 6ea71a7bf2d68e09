import { systems } from '@wardline/events'
import { ApiClient } from '../../../scripts/product/api-client.ts'
import { type BenchmarkCase, figureRow, ratioRow } from '../../measure/benchmark-case.ts'
import { interleave, type SampleSize } from '../../measure/compare.ts'
import type { BenchContext } from '../../setup/bench-context.ts'
import { encounter, importResources, patient } from '../../setup/ward-data.ts'

const sampleSize: SampleSize = { blocks: 8, perBlock: 5, warmUp: 8, withinMs: 10_000 }
/** About a year of dialysis. */
const REPORTS = 400
const VALUES = 6
const NUMBER = 1
const HOUR_MS = 3_600_000

const code = (text: string) => ({ coding: [{ system: systems.loinc, code: text, display: `Value ${text}` }] })
const subject = (patientId: string) => ({ reference: `Patient/${patientId}` })

/** Returns a report of a panel with its values. */
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

const timed = (call: () => Promise<unknown>) => async () => {
  const since = performance.now()
  await call()
  return { ms: performance.now() - since }
}

/** The aggregate chart of a patient with many results, as other systems request it, compared with opening the chart on a screen. */
export const aggregate = (bench: BenchContext): BenchmarkCase => ({
  id: 'AGGREGATE',
  async run() {
    const product = await bench.product()
    const { id: patientId, ...person } = patient(NUMBER)
    const panels = Array.from({ length: REPORTS }, (_, report) => panel(patientId, report)).flat()
    await importResources(product, [{ ...person, id: patientId }, encounter(NUMBER), ...panels])
    const nurse = await ApiClient.signIn(product.url, 'nurse.huda')
    const aggregateChart = async () => {
      const answer = await fetch(`${product.url}/api/aggregate/patients/${patientId}`, { headers: nurse.headers })
      if (!answer.ok) throw new Error(`aggregate request failed: ${answer.status}`)
      return (await answer.json()) as { labResults: readonly { tests: readonly unknown[] }[] }
    }
    const tests = (await aggregateChart()).labResults.reduce((sum, report) => sum + report.tests.length, 0)
    const { ours, screen } = await interleave(
      { ours: timed(aggregateChart), screen: timed(() => nurse.query('patients.summary', { patientId })) },
      sampleSize,
    )
    const about = { caseId: 'AGGREGATE', workload: `aggregate chart with ${REPORTS * VALUES} results vs. opening it on a screen` }
    return [
      ratioRow({ ...about, unit: 'ms' }, ours.ms, screen.ms, null),
      figureRow({ ...about, workload: 'same, results in the response', unit: '' }, tests, null),
    ]
  },
})
