import { execFileSync } from 'node:child_process'
import path from 'node:path'
import { findProgram } from '@wardline/test-kit/servers/programs'
import { describe, expect, it, test } from 'vitest'
import { parse } from 'yaml'
import * as z from 'zod'
import { openMetrics } from '../../apps/bff/src/observability/metrics.ts'
import { deploy, filesIn, root, textOf } from './files.ts'
import { natsExporterLabels, natsExporterMetrics } from './nats-exporter.ts'
import { promqlReferences } from './promql-references.ts'
import { withProgram } from './skip-title.ts'

const alert = z.strictObject({
  alert: z.string().regex(/^[A-Z][A-Za-z]+$/),
  expr: z.string(),
  for: z.string().optional(),
  labels: z.strictObject({ severity: z.enum(['critical', 'warning']) }),
  annotations: z.strictObject({ summary: z.string(), runbook: z.string().regex(/^docs\/operations\.md#[a-z]+$/) }),
})
const rulesFile = z.strictObject({ groups: z.array(z.strictObject({ name: z.string(), rules: z.array(alert) })) })

const target = z.object({ expr: z.string(), refId: z.string(), datasource: z.object({ uid: z.literal('prometheus') }) })
const panel = z.object({
  id: z.number(),
  title: z.string().min(1),
  type: z.enum(['timeseries', 'stat', 'bargauge']),
  gridPos: z.object({ x: z.number(), y: z.number(), w: z.number(), h: z.number() }),
  targets: z.array(target).min(1),
})
const dashboard = z.object({ uid: z.string(), title: z.string(), schemaVersion: z.number(), panels: z.array(panel).min(1) })

const alerts = filesIn('deploy/prometheus/rules', '.yml')
  .filter((file) => !file.endsWith('.test.yml'))
  .flatMap((file) => rulesFile.parse(parse(textOf(file))).groups.flatMap(({ rules }) => rules))
const dashboards = filesIn('deploy/grafana/dashboards', '.json').map((file) => dashboard.parse(JSON.parse(textOf(file))))
const panels = dashboards.flatMap((board) => board.panels.map((one) => ({ ...one, board: board.title })))

const expressions = [
  ...alerts.map(({ alert, expr }) => ({ where: alert, expr })),
  ...panels.flatMap(({ board, title, targets }) => targets.map(({ expr }) => ({ where: `${board}: ${title}`, expr }))),
]

/** Metric names in Prometheus: our own with the suffixes of histograms, and those of the NATS exporter. */
const { registry } = openMetrics()
const ours = await registry.getMetricsAsJSON()
const knownMetrics = new Set([
  'up',
  ...natsExporterMetrics,
  ...ours.flatMap(({ name, type }) =>
    String(type) === 'histogram' ? ['bucket', 'sum', 'count'].map((part) => `${name}_${part}`) : [name],
  ),
])
const labelNames = (name: string) => (registry.getSingleMetric(name) as unknown as { labelNames?: string[] } | undefined)?.labelNames ?? []
const knownLabels = new Set(['job', 'instance', 'le', ...natsExporterLabels, ...ours.flatMap(({ name }) => labelNames(name))])

test('the references of an expression are its metrics and labels, without functions, numbers and durations', () => {
  const references = promqlReferences(
    'histogram_quantile(0.95, sum by (le, hop) (rate(a_bucket{job="x", how!~"y"}[5m]))) / clamp_min(b, 1e-9) > 1 and on () (c)',
  )
  expect(references).toEqual({ metrics: ['a_bucket', 'b', 'c'], labels: ['job', 'how', 'le', 'hop'] })
})

test.each(expressions)('$where uses existing metrics and labels', ({ expr }) => {
  const { metrics, labels } = promqlReferences(expr)
  expect(metrics.length).toBeGreaterThan(0)
  expect(metrics.filter((name) => !knownMetrics.has(name))).toEqual([])
  expect(labels.filter((label) => !knownLabels.has(label))).toEqual([])
})

test('no label identifies a patient, a room, a person or an address', () => {
  const labels = new Set(ours.flatMap(({ name }) => labelNames(name)))
  const allowed = ['type', 'topic', 'consumer', 'outcome', 'hop', 'route', 'method', 'status', 'instance_id', 'mode', 'how', 'which']
  const runtime = ['space', 'version', 'major', 'minor', 'patch', 'kind']
  expect([...labels].filter((label) => ![...allowed, ...runtime].includes(label))).toEqual([])
})

describe('document 003', () => {
  it('the metrics it names exist', () => {
    for (const name of [
      'events_published_total',
      'events_processed_total',
      'events_failed_total',
      'event_processing_duration_seconds_bucket',
      'dead_letter_queue_size',
    ])
      expect(knownMetrics.has(name), name).toBe(true)
  })

  it('the event flow dashboard has the panels it requires', () => {
    const titles = dashboards.find(({ uid }) => uid === 'wardline-event-flow')?.panels.map(({ title }) => title)
    expect(titles).toEqual(
      expect.arrayContaining(['Event rate', 'Consumer lag', 'Processing time', 'Error rate', 'Dead letters', 'Topic size']),
    )
  })
})

test('each alert has a section in the operations guide', () => {
  const headings = [...textOf('docs/operations.md').matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading?.toLowerCase().replace(/[^a-z]/g, ''),
  )
  expect(new Set(alerts.map(({ alert: name }) => name)).size).toBe(alerts.length)
  for (const { alert: name, annotations } of alerts) expect(headings, name).toContain(annotations.runbook.split('#')[1])
})

test('panels do not overlap and fill the width', () => {
  for (const { title, panels } of dashboards) {
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, at) => `${x + (at % w)},${y + Math.floor(at / w)}`),
    )
    expect(new Set(cells).size, title).toBe(cells.length)
    expect(Math.max(...panels.map(({ gridPos: { x, w } }) => x + w)), title).toBe(24)
  }
})

const promtool = findProgram('promtool')
test.skipIf(!promtool)(
  withProgram('Prometheus accepts its configuration, and the alert tests pass on both sides of each threshold', 'promtool', promtool),
  () => {
    const run = (folder: string, ...args: string[]) =>
      execFileSync(String(promtool), args, { cwd: path.join(deploy, folder), stdio: 'pipe', encoding: 'utf8' })
    expect(run('prometheus', 'check', 'config', 'prometheus.yml')).toContain('SUCCESS')
    expect(run('prometheus/rules', 'test', 'rules', 'alerts.test.yml')).toContain('SUCCESS')
  },
)

test('dashboards are mounted where the provisioning looks for them', () => {
  const compose = parse(textOf('deploy/compose.yml'))
  const mounts: string[] = compose.services.grafana.volumes
  const provider = parse(textOf('deploy/grafana/provisioning/dashboards/wardline.yml')).providers[0]
  expect(mounts.some((mount) => mount.startsWith('./grafana/dashboards:') && mount.includes(provider.options.path))).toBe(true)
  expect(filesIn('deploy/grafana/dashboards', '.json').length).toBe(3)
  expect(root).not.toBe('')
})
