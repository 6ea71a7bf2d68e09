import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = path.join(import.meta.dirname, '../..')
const cruiser = path.join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs')

/** Violations in a temporary tree: for each rule, the first file imports the second. */
const planted = [
  ['events-is-pure', 'packages/events/src/catalog/orders.ts', 'node:fs'],
  ['sync-is-portable', 'packages/sync/src/server/rooms/room-channel.ts', 'node:timers'],
  ['ui-knows-no-data', 'packages/ui/src/theme/theme.ts', 'react-router'],
  ['package-by-its-name', 'apps/web/src/time/wall-time.ts', 'packages/ui/src/theme/theme.ts'],
  ['package-by-its-name', 'bench/main.ts', 'packages/ui/src/theme/theme.ts'],
  ['package-by-its-name', 'tests/system/chaos.test.ts', 'packages/ui/src/theme/theme.ts'],
  ['test-kit-only-in-tests', 'apps/bff/src/database/pool.ts', 'packages/test-kit/src/servers/nats.ts'],
  ['bff-has-no-screen', 'apps/bff/src/http/probes.ts', 'react'],
  ['main-is-last', 'apps/bff/src/composition/app.ts', 'apps/bff/src/main.ts'],
  ['composition-is-the-root', 'apps/bff/src/features/orders/router.ts', 'apps/bff/src/composition/app.ts'],
  ['production-has-no-demo', 'apps/bff/src/features/lab/queries.ts', 'apps/bff/src/demo/fill.ts'],
  ['production-has-no-tests', 'apps/bff/src/bus/bus.ts', 'apps/bff/src/testing/realtime/bus-pair.ts'],
  ['production-has-no-in-process-database', 'apps/bff/src/composition/app.ts', 'apps/bff/src/database/in-process/in-process.ts'],
  ['features-are-independent', 'apps/bff/src/features/orders/commands.ts', 'apps/bff/src/features/results/policy.ts'],
  ['log-readers-know-no-feature', 'apps/bff/src/consumers/projector/projector.ts', 'apps/bff/src/features/orders/queries.ts'],
  [
    'realtime-and-consumers-are-independent',
    'apps/bff/src/realtime/transport/socket-server.ts',
    'apps/bff/src/consumers/projector/projector.ts',
  ],
  ['record-knows-no-part', 'apps/bff/src/record/record.ts', 'apps/bff/src/realtime/transport/socket-server.ts'],
  ['database-knows-no-log', 'apps/bff/src/database/schema.ts', 'apps/bff/src/record/record.ts'],
  ['reference-data-is-pure', 'apps/bff/src/reference-data/laboratory/ranges.ts', 'apps/bff/src/commands/trpc.ts'],
  ['fhir-builders-only-build', 'apps/bff/src/fhir-builders/orders/order.ts', 'apps/bff/src/record/record.ts'],
  ['tracing-is-loaded-on-demand', 'apps/bff/src/composition/lifecycle.ts', 'apps/bff/src/observability/tracing-sdk.ts'],
  ['base-knows-no-part', 'apps/bff/src/commands/trpc.ts', 'apps/bff/src/database/schema.ts'],
  ['web-knows-only-the-types', 'apps/web/src/api/trpc.ts', 'apps/bff/src/router.ts'],
  ['web-features-are-independent', 'apps/web/src/features/orders/orders-tab.tsx', 'apps/web/src/features/results/use-results.ts'],
  ['shell-receives-its-tabs', 'apps/web/src/shell/frame/workspace.tsx', 'apps/web/src/features/orders/orders-tab.tsx'],
  ['features-know-no-app', 'apps/web/src/features/orders/list/orders-table.tsx', 'apps/web/src/app/manifest.ts'],
  ['sync-knows-no-screen', 'apps/web/src/sync/cache/live-cache.ts', 'apps/web/src/features/orders/use-orders.ts'],
  ['web-base-knows-no-screen', 'apps/web/src/api/trpc.ts', 'apps/web/src/sync/workflow.ts'],
  ['one-socket', 'apps/web/src/features/orders/use-orders.ts', 'socket.io-client'],
  ['production-has-no-tests', 'apps/web/src/app/providers.tsx', 'apps/web/src/testing/fake-socket.ts'],
  ['everything-resolves', 'apps/bff/src/router.ts', 'no-such-package'],
  ['stories-use-the-screen', 'e2e/stories/orders.spec.ts', 'apps/bff/src/composition/app.ts'],
] as const

const allowed = [
  ['packages/sync/src/client/connection/socketio-transport.ts', 'socket.io-client'],
  ['apps/bff/src/features/vitals/commands.ts', 'apps/bff/src/record/record.ts'],
  ['apps/bff/src/main.ts', 'apps/bff/src/composition/app.ts'],
] as const

const tree = mkdtempSync(path.join(tmpdir(), 'wardline-boundaries-'))
const isFile = (name: string) => /\.tsx?$/.test(name)

function write(file: string, text: string) {
  mkdirSync(path.dirname(path.join(tree, file)), { recursive: true })
  writeFileSync(path.join(tree, file), text, { flag: 'a' })
}

function plant(from: string, to: string) {
  const relative = path.posix.relative(path.posix.dirname(from), to)
  const specifier = isFile(to) ? (relative.startsWith('.') ? relative : `./${relative}`) : to
  write(from, `import * as target from '${specifier}'\nexport const importer = target\n`)
  if (isFile(to)) write(to, '')
}

interface Violation {
  from: string
  rule: { name: string }
}
let violations: Violation[] = []

beforeAll(() => {
  symlinkSync(path.join(root, 'node_modules'), path.join(tree, 'node_modules'))
  for (const [, from, to] of planted) plant(from, to)
  for (const [from, to] of allowed) plant(from, to)
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [cruiser, '--config', path.join(root, '.dependency-cruiser.mjs'), '--output-type', 'json', 'apps', 'packages', 'bench', 'tests', 'e2e'],
    {
      cwd: tree,
      encoding: 'utf8',
    },
  )
  const { summary } = JSON.parse(stdout || JSON.stringify({ stderr }))
  expect(summary.totalCruised, 'the parser read no files').toBeGreaterThan(planted.length)
  violations = summary.violations
})
afterAll(() => rmSync(tree, { recursive: true }))

const rulesBrokenBy = (file: string) => violations.filter(({ from }) => from === file).map(({ rule }) => rule.name)

test.each(planted)('a planted violation of %s is reported', (rule, from) => {
  expect(rulesBrokenBy(from)).toContain(rule)
})

test.each(allowed)('%s may import %s', (from) => {
  expect(rulesBrokenBy(from)).toEqual([])
})
