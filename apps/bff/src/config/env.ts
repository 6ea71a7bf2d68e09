import { isIP } from 'node:net'
import * as z from 'zod'

const onOff = z.enum(['on', 'off'])
const address = (...protocols: string[]) =>
  z.string().refine((text) => text.split(',').every((one) => protocols.includes(URL.parse(one.trim())?.protocol ?? '')))
const httpAddress = z.string().refine((text) => ['http:', 'https:'].includes(URL.parse(text)?.protocol ?? ''))
const isNetwork = (text: string) =>
  ['loopback', 'linklocal', 'uniquelocal'].includes(text) || (/^[\da-f.:]+(\/\d{1,3})?$/i.test(text) && isIP(text.replace(/\/.*/, '')) > 0)
const networks = z
  .string()
  .transform((text) => text.split(',').map((one) => one.trim()))
  .refine((all) => all.every(isNetwork))
const wholeNumber = (least: number, most: number) => z.string().regex(/^\d+$/).transform(Number).pipe(z.int().min(least).max(most))

/** AES-256. */
const KEY_BYTES = 32

const schema = z.object({
  PORT: wholeNumber(0, 65_535).default(8080),
  HOST: z.string().min(1).default('127.0.0.1'),
  DATA_DIR: z.string().min(1).default('.wardline'),
  DEMO: onOff.optional(),
  LIVING_WARD: onOff.optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  /** How long a sign-in lasts without being renewed: a shift. */
  SESSION_MINUTES: wholeNumber(1, 1440).default(720),
  /** Who was away longer, or missed more of a room, reads its lists anew instead of being told each event. */
  RETENTION_DAYS: wholeNumber(1, 3650).default(7),
  RETENTION_EVENTS: wholeNumber(100, 10_000_000).default(100_000),
  /** PostgreSQL instead of the embedded database; with NATS_URL, for several processes. */
  DATABASE_URL: address('postgres:', 'postgresql:').optional(),
  /** One or more servers of one NATS system, separated by commas. */
  NATS_URL: address('nats:', 'tls:').optional(),
  /** Copies that NATS keeps of each stream; as many servers at least. */
  NATS_REPLICAS: wholeNumber(1, 5).default(1),
  /** Seals national and telephone numbers in what other systems are told; without it they are withheld. */
  EVENT_KEY: z
    .base64url()
    .transform((text) => Buffer.from(text, 'base64url'))
    .refine(({ length }) => length === KEY_BYTES)
    .optional(),
  /** How this process is called among those that serve the same hospital. */
  INSTANCE_ID: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,40}$/)
    .optional(),
  /** Whose word is taken for where a request comes from; nobody's, without it. */
  TRUSTED_PROXIES: networks.optional(),
  /** Where traces go, from the click to the paint (OTLP over HTTP); nowhere, and at no cost, without it. */
  OTEL_EXPORTER_OTLP_ENDPOINT: httpAddress.optional(),
  NODE_ENV: z.string().optional(),
})

const meaning: Record<string, string> = {
  PORT: 'a port number from 0 to 65535',
  HOST: 'an address to listen on',
  DATA_DIR: 'a folder',
  DEMO: '"on" or "off"',
  LIVING_WARD: '"on" or "off"',
  LOG_LEVEL: 'one of fatal, error, warn, info, debug, trace, silent',
  SESSION_MINUTES: 'whole minutes from 1 to 1440',
  RETENTION_DAYS: 'whole days from 1 to 3650',
  RETENTION_EVENTS: 'a whole number from 100 to 10000000',
  DATABASE_URL: 'an address like postgres://user:password@host:5432/database',
  NATS_URL: 'an address like nats://user:password@host:4222, or several separated by commas',
  NATS_REPLICAS: 'a whole number from 1 to 5',
  EVENT_KEY: '32 bytes as base64url',
  INSTANCE_ID: 'at most 40 letters, digits, hyphens and underscores',
  TRUSTED_PROXIES: 'addresses or networks separated by commas, like 10.0.0.0/8, loopback or uniquelocal',
  OTEL_EXPORTER_OTLP_ENDPOINT: 'an address like http://collector:4318',
}

export interface Env {
  readonly port: number
  readonly host: string
  readonly dataDir: string
  readonly demo: boolean
  readonly livingWard: boolean
  readonly logLevel: string
  readonly sessionMs: number
  /** How long, and how many of a room, events are kept for those who come back. */
  readonly keeping: { readonly ms: number; readonly entries: number }
  /** The servers shared by several processes; null: everything embedded in this one. */
  readonly scaled: {
    readonly databaseUrl: string
    readonly natsUrl: string
    readonly replicas: number
    readonly eventKey: Uint8Array | null
  } | null
  /** null: a name is made up. */
  readonly instance: string | null
  /** Networks of the proxies in front; null: requests come from where they come from. */
  readonly trustedProxies: readonly string[] | null
  /** The collector that traces are sent to; null: none are made. */
  readonly traces: string | null
}

/** A setting that cannot be used; its message is one sentence for the person who starts the product. */
export class InvalidSetting extends Error {
  override readonly name = 'WrongSetting'
}

/** What is said about a setting may be read by anybody: no password, no key. */
const sayable = (name: string, text: string | undefined) => (name === 'EVENT_KEY' ? '…' : text?.replace(/:[^:@/]+@/g, ':…@'))

/** The only place that reads environment variables. An empty one counts as absent. */
export function readEnv(variables: Readonly<Record<string, string | undefined>>): Env {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = schema.safeParse(given)
  if (!parsed.success) {
    const name = String(parsed.error.issues[0]?.path[0])
    throw new InvalidSetting(`${name}=${sayable(name, given[name])} cannot be used: it has to be ${meaning[name]}.`)
  }
  const env = parsed.data
  if (Boolean(env.DATABASE_URL) !== Boolean(env.NATS_URL))
    throw new InvalidSetting('DATABASE_URL and NATS_URL need each other: processes that share a database have to wake each other.')
  // A demo hospital in production has sign-ins everybody knows: it has to be asked for by name.
  const demo = env.DEMO === undefined ? env.NODE_ENV !== 'production' : env.DEMO === 'on'
  if (env.LIVING_WARD === 'on' && !demo) throw new InvalidSetting('LIVING_WARD=on needs DEMO=on: it happens to the demo hospital.')
  return {
    port: env.PORT,
    host: env.HOST,
    dataDir: env.DATA_DIR,
    demo,
    livingWard: demo && env.LIVING_WARD !== 'off',
    logLevel: env.LOG_LEVEL,
    sessionMs: env.SESSION_MINUTES * 60_000,
    keeping: { ms: env.RETENTION_DAYS * 86_400_000, entries: env.RETENTION_EVENTS },
    scaled:
      env.DATABASE_URL && env.NATS_URL
        ? { databaseUrl: env.DATABASE_URL, natsUrl: env.NATS_URL, replicas: env.NATS_REPLICAS, eventKey: env.EVENT_KEY ?? null }
        : null,
    instance: env.INSTANCE_ID ?? null,
    trustedProxies: env.TRUSTED_PROXIES ?? null,
    traces: env.OTEL_EXPORTER_OTLP_ENDPOINT ?? null,
  }
}
