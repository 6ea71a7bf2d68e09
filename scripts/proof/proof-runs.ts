/** A test run of `npm run proof`: it proves one or more lines of docs/proof.md. */
export interface ProofRun {
  /** R2, S3, … */
  readonly lines: readonly string[]
  readonly projects: readonly string[]
  readonly files: readonly string[]
  /** Regular expression for test names; all tests of the files when absent. */
  readonly namePattern?: string
  /** Environment variables that set the size of a full run; without them the run has the size of `npm test`. */
  readonly fullSize?: Readonly<Record<string, string>>
}

const bff = (path: string) => `apps/bff/src/${path}`

export const proofRuns: readonly ProofRun[] = [
  { lines: ['R2', 'R17'], projects: ['bff', 'postgres'], files: [bff('record/log/numbering.test.ts')], namePattern: 'R2|R17' },
  { lines: ['R3'], projects: ['bff'], files: [bff('realtime/outages.test.ts')] },
  { lines: ['R4'], projects: ['bff'], files: [bff('main.test.ts')], namePattern: 'R4', fullSize: { WARDLINE_KILL_ROUNDS: '100' } },
  { lines: ['R4', 'R7', 'R9'], projects: ['system'], files: ['tests/system/chaos.test.ts'], fullSize: { WARDLINE_CHAOS_ROUNDS: '100' } },
  { lines: ['R5', 'R6', 'R7'], projects: ['system'], files: ['tests/system/resume.test.ts'], fullSize: { WARDLINE_IDLE_MS: '130000' } },
  { lines: ['R8'], projects: ['system'], files: ['tests/system/other-systems.test.ts'], fullSize: { WARDLINE_MESSAGES: '2000' } },
  {
    lines: ['R8'],
    projects: ['bff', 'postgres'],
    files: [bff('consumers/projector/poison.test.ts'), bff('ingest/inbound/jetstream-consumer.test.ts')],
    namePattern: 'R8',
  },
  { lines: ['R9'], projects: ['bff'], files: [bff('consumers/outbound/outbound.test.ts')], namePattern: 'R9' },
  {
    lines: ['R10'],
    projects: ['contract'],
    files: ['apps/web/contract/fuzz.test.ts', 'packages/sync/src/testing/fuzz/fuzz.test.ts'],
    fullSize: { FUZZ_SEEDS: '25000', FUZZ_FROM: '1001' },
  },
  { lines: ['R12'], projects: ['bff'], files: [bff('realtime/transport/paused.test.ts')], namePattern: 'R12' },
  { lines: ['R15'], projects: ['system'], files: ['tests/system/network-faults.test.ts'], fullSize: { WARDLINE_BAD_LINE_MS: '30000' } },
  {
    lines: ['R18', 'R19'],
    projects: ['bff', 'postgres'],
    files: [bff('record/record.test.ts'), bff('commands/trpc.test.ts'), bff('features/pharmacy/pharmacy.test.ts')],
    namePattern: 'R18|R19',
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
    namePattern: String.raw`S[123458]\b|RT10`,
  },
]

/** Lines that are measured against a baseline, with the rows of `npm run bench` that report them. */
export const benchmarkProofs: readonly { readonly line: string; readonly bench: string; readonly rows: RegExp }[] = [
  { line: 'R12', bench: 'R12', rows: /^R12\b.*(met|missed)$/ },
  { line: 'R13', bench: 'P10', rows: /^P10 +(2000 clients reconnect|share of)/ },
]
