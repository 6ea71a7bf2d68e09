import pino from 'pino'

/** What parts write to. */
export type Logger = Pick<pino.Logger, 'debug' | 'info' | 'warn' | 'error'>

/** Keys that may contain patient data or secrets. No call logs them on purpose; redaction is the safety net. */
const redactedKeys = [
  'password',
  'token',
  'accessToken',
  'ticket',
  'cookie',
  'authorization',
  'body',
  'input',
  'resource',
  'subject',
  'headers',
]
const paths = redactedKeys.flatMap((key) => [key, `*.${key}`, `*.*.${key}`])

/**
 * Returns an error as it is logged: kind, code and stack frames. The message is dropped, because databases and parsers
 * quote their input in it (RT11).
 */
export function withoutPayload(error: unknown): { kind: string; code: string | null; frames: readonly string[] } {
  const { name, code, stack } = error as { name?: string; code?: unknown; stack?: string }
  return {
    kind: name ?? typeof error,
    code: typeof code === 'string' ? code : null,
    frames: (stack ?? '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .map((line) => line.trim())
      .slice(0, 12),
  }
}

export const openLog = (level: string, destination?: pino.DestinationStream): Logger =>
  pino(
    {
      level,
      base: null,
      redact: { paths, censor: '[not logged]' },
      serializers: { err: withoutPayload, error: withoutPayload, req: () => undefined, res: () => undefined },
    },
    destination ?? pino.destination(1),
  )
