/** What `npm run proof` runs: each run holds one or more lines of docs/proof.md. */
export interface Run {
  /** R2, S3, … */
  readonly lines: readonly string[]
  readonly projects: readonly string[]
  readonly files: readonly string[]
  /** Only tests with this in their name; all of the files, when absent. */
  readonly named?: string
  /** How much more a night takes than `npm test` does. */
  readonly night?: Readonly<Record<string, string>>
}

const bff = (path: string) => `apps/bff/src/${path}`

export const runs: readonly Run[] = [
  { lines: ['R2', 'R17'], projects: ['bff', 'postgres'], files: [bff('record/log/numbering.test.ts')], named: 'R2|R17' },
  { lines: ['R3'], projects: ['bff'], files: [bff('realtime/outages.test.ts')] },
  { lines: ['R4'], projects: ['bff'], files: [bff('main.test.ts')], named: 'R4', night: { WARDLINE_KILL_ROUNDS: '100' } },
  { lines: ['R4', 'R7', 'R9'], projects: ['system'], files: ['tests/system/chaos.test.ts'], night: { WARDLINE_CHAOS_ROUNDS: '100' } },
  { lines: ['R5', 'R6', 'R7'], projects: ['system'], files: ['tests/system/resume.test.ts'], night: { WARDLINE_IDLE_MS: '130000' } },
  { lines: ['R8'], projects: ['system'], files: ['tests/system/other-systems.test.ts'], night: { WARDLINE_MESSAGES: '2000' } },
  {
    lines: ['R8'],
    projects: ['bff', 'postgres'],
    files: [bff('consumers/projector/poison.test.ts'), bff('ingest/inbound/jetstream-consumer.test.ts')],
    named: 'R8',
  },
  { lines: ['R9'], projects: ['bff'], files: [bff('consumers/outbound/outbound.test.ts')], named: 'R9' },
  { lines: ['R10'], projects: ['contract'], files: ['e2e/contract/fuzz.test.ts'], night: { FUZZ_SEEDS: '25000', FUZZ_FROM: '1001' } },
  { lines: ['R12'], projects: ['bff'], files: [bff('realtime/rooms/paused.test.ts')], named: 'R12' },
  { lines: ['R15'], projects: ['system'], files: ['tests/system/network-faults.test.ts'], night: { WARDLINE_BAD_LINE_MS: '30000' } },
  {
    lines: ['R18', 'R19'],
    projects: ['bff', 'postgres'],
    files: [bff('record/record.test.ts'), bff('commands/trpc.test.ts'), bff('features/pharmacy/pharmacy.test.ts')],
    named: 'R18|R19',
  },
  { lines: ['S3', 'S4', 'S5'], projects: ['system'], files: ['tests/system/sessions.test.ts'] },
  {
    lines: ['S1', 'S2', 'S3', 'S4', 'S5', 'S8'],
    projects: ['bff'],
    files: [
      bff('realtime/connections/handshake.test.ts'),
      bff('realtime/transport/socket-server.test.ts'),
      bff('realtime/several-instances.test.ts'),
      bff('realtime/storm.test.ts'),
    ],
    named: String.raw`S[123458]\b|RT10`,
  },
]

/** Lines that are figures beside a baseline, and the rows of `npm run bench` that stand for them. */
export const measured: readonly { readonly line: string; readonly bench: string; readonly rows: RegExp }[] = [
  { line: 'R12', bench: 'R12', rows: /^R12\b.*(held|missed)$/ },
  { line: 'R13', bench: 'P10', rows: /^P10 +(2000 dropped|of them)/ },
]
