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
const integer = (min: number, max: number) => z.string().regex(/^\d+$/).transform(Number).pipe(z.int().min(min).max(max))

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** AES-256. */
const KEY_BYTES = 32

const schema = z.object({
  PORT: integer(0, 65_535).default(8080),
  HOST: z.string().min(1).default('127.0.0.1'),
  DATA_DIR: z.string().min(1).default('.wardline'),
  DEMO: onOff.optional(),
  LIVING_WARD: onOff.optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  /** Session lifetime without renewal, in minutes; the default is a 12-hour shift. */
  SESSION_MINUTES: integer(1, 1440).default(720),
  /** How far back a reconnecting client can resume, in days and in events per room. Beyond that it refetches its lists. */
  RETENTION_DAYS: integer(1, 3650).default(7),
  RETENTION_EVENTS: integer(100, 10_000_000).default(100_000),
  /** PostgreSQL instead of the embedded database; with NATS_URL, for several processes. */
  DATABASE_URL: address('postgres:', 'postgresql:').optional(),
  /** One or more servers of one NATS cluster, separated by commas. */
  NATS_URL: address('nats:', 'tls:').optional(),
  /** Replicas of each NATS stream; the cluster needs at least as many servers. */
  NATS_REPLICAS: integer(1, 5).default(1),
  /** Encrypts national identifiers and telephone numbers in published events; without a key they are withheld. */
  EVENT_KEY: z
    .base64url()
    .transform((text) => Buffer.from(text, 'base64url'))
    .refine(({ length }) => length === KEY_BYTES)
    .optional(),
  /** Name of this process among the instances of the same hospital. */
  INSTANCE_ID: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,40}$/)
    .optional(),
  /** Proxies whose `X-Forwarded-*` headers are trusted; none when unset. */
  TRUSTED_PROXIES: networks.optional(),
  /** Time zone of the hospital, in which every screen shows its times; without it each browser uses its own. */
  TIME_ZONE: z.string().refine(isTimeZone).optional(),
  /** Endpoint for traces, from the click to the paint (OTLP over HTTP). Tracing is off, at no cost, when unset. */
  OTEL_EXPORTER_OTLP_ENDPOINT: httpAddress.optional(),
  NODE_ENV: z.string().optional(),
})

const expectations: Readonly<Record<string, string>> = {
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
  TIME_ZONE: 'a time zone like Africa/Khartoum',
  OTEL_EXPORTER_OTLP_ENDPOINT: 'an address like http://collector:4318',
} satisfies Record<Exclude<keyof typeof schema.shape, 'NODE_ENV'>, string>

export interface Env {
  readonly port: number
  readonly host: string
  readonly dataDir: string
  readonly demo: boolean
  readonly livingWard: boolean
  readonly logLevel: string
  readonly sessionMs: number
  /** How long events can be replayed to reconnecting clients, and how many per room. */
  readonly retention: { readonly ms: number; readonly entries: number }
  /** Servers shared by several instances; null for a single process with embedded services. */
  readonly scaled: {
    readonly databaseUrl: string
    readonly natsUrl: string
    readonly replicas: number
    readonly eventKey: Uint8Array | null
  } | null
  /** null: a name is generated. */
  readonly instance: string | null
  /** Networks of trusted reverse proxies; null when there is none. */
  readonly trustedProxies: readonly string[] | null
  /** IANA time zone of the hospital; null shows times in the zone of each browser. */
  readonly timeZone: string | null
  /** Trace collector; null when tracing is off. */
  readonly traces: string | null
}

/** An invalid setting; the message is one sentence for the operator. */
export class InvalidSetting extends Error {
  override readonly name = 'InvalidSetting'
}

/** The value as error messages may show it: without passwords and keys. */
const redacted = (name: string, text: string | undefined) => (name === 'EVENT_KEY' ? '…' : text?.replace(/:[^:@/]+@/g, ':…@'))

/** Reads and validates the environment variables; only this file does. An empty value counts as unset. Throws InvalidSetting. */
export function readEnv(variables: Readonly<Record<string, string | undefined>>): Env {
  const present = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = schema.safeParse(present)
  if (!parsed.success) {
    const name = String(parsed.error.issues[0]?.path[0])
    throw new InvalidSetting(`Invalid setting ${name}=${redacted(name, present[name])}: expected ${expectations[name]}.`)
  }
  const env = parsed.data
  if (Boolean(env.DATABASE_URL) !== Boolean(env.NATS_URL))
    throw new InvalidSetting('DATABASE_URL and NATS_URL must be set together: instances that share a database notify each other over NATS.')
  // The demo accounts have a published password: in production the demo hospital must be turned on explicitly.
  const demo = env.DEMO === undefined ? env.NODE_ENV !== 'production' : env.DEMO === 'on'
  if (env.LIVING_WARD === 'on' && !demo)
    throw new InvalidSetting('LIVING_WARD=on requires DEMO=on: the simulator acts in the demo hospital.')
  return {
    port: env.PORT,
    host: env.HOST,
    dataDir: env.DATA_DIR,
    demo,
    livingWard: demo && env.LIVING_WARD !== 'off',
    logLevel: env.LOG_LEVEL,
    sessionMs: env.SESSION_MINUTES * 60_000,
    retention: { ms: env.RETENTION_DAYS * 86_400_000, entries: env.RETENTION_EVENTS },
    scaled:
      env.DATABASE_URL && env.NATS_URL
        ? { databaseUrl: env.DATABASE_URL, natsUrl: env.NATS_URL, replicas: env.NATS_REPLICAS, eventKey: env.EVENT_KEY ?? null }
        : null,
    instance: env.INSTANCE_ID ?? null,
    trustedProxies: env.TRUSTED_PROXIES ?? null,
    timeZone: env.TIME_ZONE ?? null,
    traces: env.OTEL_EXPORTER_OTLP_ENDPOINT ?? null,
  }
}
