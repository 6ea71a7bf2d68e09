import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = path.join(import.meta.dirname, '..')
const cruiser = path.join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs')

/** A tree in which, for each rule, the first file imports what the second names. */
const planted = [
  ['events-is-pure', 'packages/events/src/catalog/orders.ts', 'node:fs'],
  ['ui-knows-no-data', 'packages/ui/src/theme.ts', 'react-router'],
  ['through-the-door', 'apps/web/src/lib/formats.ts', 'packages/ui/src/theme.ts'],
  ['main-is-last', 'apps/bff/src/app.ts', 'apps/bff/src/main.ts'],
  ['app-composes', 'apps/bff/src/features/orders/router.ts', 'apps/bff/src/app.ts'],
  ['features-are-strangers', 'apps/bff/src/features/orders/commands.ts', 'apps/bff/src/features/results/policy.ts'],
  ['parts-are-strangers', 'apps/bff/src/consumers/projector.ts', 'apps/bff/src/features/orders/queries.ts'],
  ['live-and-consumers-apart', 'apps/bff/src/live/delivery.ts', 'apps/bff/src/consumers/projector.ts'],
  ['record-knows-no-part', 'apps/bff/src/record/record.ts', 'apps/bff/src/live/delivery.ts'],
  ['database-knows-no-log', 'apps/bff/src/database/schema.ts', 'apps/bff/src/record/record.ts'],
  ['knowledge-is-pure', 'apps/bff/src/knowledge/ranges.ts', 'apps/bff/src/platform/trpc.ts'],
  ['drafts-only-draft', 'apps/bff/src/drafts/order.ts', 'apps/bff/src/record/record.ts'],
  ['tracing-is-read-when-asked-for', 'apps/bff/src/product.ts', 'apps/bff/src/platform/tracing-sdk.ts'],
  ['platform-is-the-ground', 'apps/bff/src/platform/trpc.ts', 'apps/bff/src/database/schema.ts'],
  ['web-knows-only-the-types', 'apps/web/src/lib/trpc.ts', 'apps/bff/src/router.ts'],
  ['web-features-are-strangers', 'apps/web/src/features/orders/orders-tab.tsx', 'apps/web/src/features/results/use-results.ts'],
  ['shell-is-handed-its-tabs', 'apps/web/src/shell/workspace-page.tsx', 'apps/web/src/features/orders/orders-tab.tsx'],
  ['features-know-no-app', 'apps/web/src/features/orders/orders-table.tsx', 'apps/web/src/app/manifest.ts'],
  ['workflow-knows-no-screen', 'apps/web/src/workflow/room-log.ts', 'apps/web/src/features/orders/use-orders.ts'],
  ['web-lib-is-the-ground', 'apps/web/src/lib/trpc.ts', 'apps/web/src/workflow/socket.ts'],
  ['one-socket', 'apps/web/src/features/orders/use-orders.ts', 'socket.io-client'],
  ['stand-ins-stay-in-tests', 'apps/web/src/app/providers.tsx', 'apps/web/src/testing/fake-socket.ts'],
  ['everything-resolves', 'apps/bff/src/router.ts', 'no-such-package'],
  ['stories-use-the-screen', 'e2e/stories/orders.spec.ts', 'apps/bff/src/app.ts'],
] as const

const allowed = [
  ['apps/web/src/workflow/socket.ts', 'socket.io-client'],
  ['apps/bff/src/features/vitals/commands.ts', 'apps/bff/src/record/record.ts'],
  ['apps/bff/src/main.ts', 'apps/bff/src/app.ts'],
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
  write(from, `import * as there from '${specifier}'\nexport const here = there\n`)
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
    [cruiser, '--config', path.join(root, '.dependency-cruiser.mjs'), '--output-type', 'json', 'apps', 'packages', 'e2e'],
    {
      cwd: tree,
      encoding: 'utf8',
    },
  )
  const { summary } = JSON.parse(stdout || JSON.stringify({ stderr }))
  expect(summary.totalCruised, 'the parser read nothing').toBeGreaterThan(planted.length)
  violations = summary.violations
})
afterAll(() => rmSync(tree, { recursive: true }))

const rulesBrokenBy = (file: string) => violations.filter(({ from }) => from === file).map(({ rule }) => rule.name)

test.each(planted)('a planted violation of %s is found', (rule, from) => {
  expect(rulesBrokenBy(from)).toContain(rule)
})

test.each(allowed)('%s may import %s', (from) => {
  expect(rulesBrokenBy(from)).toEqual([])
})
