import * as z from 'zod'

const onOff = z.enum(['on', 'off'])
const wholeNumber = (least: number, most: number) => z.string().regex(/^\d+$/).transform(Number).pipe(z.int().min(least).max(most))

const schema = z.object({
  PORT: wholeNumber(0, 65_535).default(8080),
  HOST: z.string().min(1).default('127.0.0.1'),
  DATA_DIR: z.string().min(1).default('.wardline'),
  DEMO: onOff.optional(),
  LIVING_WARD: onOff.optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  /** How long a sign-in lasts without being renewed: a shift. */
  SESSION_MINUTES: wholeNumber(1, 1440).default(720),
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
}

export interface Env {
  readonly port: number
  readonly host: string
  readonly dataDir: string
  readonly demo: boolean
  readonly livingWard: boolean
  readonly logLevel: string
  readonly sessionMs: number
}

/** A setting that cannot be used; its message is one sentence for the person who starts the product. */
export class WrongSetting extends Error {
  override readonly name = 'WrongSetting'
}

/** The only place that reads environment variables. An empty one counts as absent. */
export function readEnv(variables: Readonly<Record<string, string | undefined>>): Env {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = schema.safeParse(given)
  if (!parsed.success) {
    const name = String(parsed.error.issues[0]?.path[0])
    throw new WrongSetting(`${name}=${given[name]} cannot be used: it has to be ${meaning[name]}.`)
  }
  const env = parsed.data
  // A demo hospital in production has sign-ins everybody knows: it has to be asked for by name.
  const demo = env.DEMO === undefined ? env.NODE_ENV !== 'production' : env.DEMO === 'on'
  if (env.LIVING_WARD === 'on' && !demo) throw new WrongSetting('LIVING_WARD=on needs DEMO=on: it happens to the demo hospital.')
  return {
    port: env.PORT,
    host: env.HOST,
    dataDir: env.DATA_DIR,
    demo,
    livingWard: demo && env.LIVING_WARD !== 'off',
    logLevel: env.LOG_LEVEL,
    sessionMs: env.SESSION_MINUTES * 60_000,
  }
}
