import pino from 'pino'

/** What parts write to. */
export type Logger = Pick<pino.Logger, 'debug' | 'info' | 'warn' | 'error'>

/** Keys that may hold a patient's data or a secret. Nothing of ours logs them; this is the net below. */
const never = ['password', 'token', 'accessToken', 'ticket', 'cookie', 'authorization', 'body', 'input', 'resource', 'subject', 'headers']
const paths = never.flatMap((key) => [key, `*.${key}`, `*.*.${key}`])

/**
 * An error as the log keeps it: its kind and where it came from. Its message stays out, because a database or a
 * parser quotes in it what it was given (RT11).
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
