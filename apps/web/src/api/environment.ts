import * as z from 'zod/mini'

const environmentSchema = z.object({
  /** `demo` is said on every screen (LOG-6). */
  environment: z.enum(['production', 'demo']),
  /** IANA zone of the hospital; null shows the browser's own. */
  timeZone: z.nullable(z.string()),
  /** Somebody follows acts from the click to the paint. */
  tracing: z.optional(z.boolean()),
})
export type Environment = z.output<typeof environmentSchema>

const unknown: Environment = { environment: 'production', timeZone: null }

/** Which installation this is; asked once, before anyone signs in. Without an answer it counts as production. */
export async function readEnvironment(): Promise<Environment> {
  try {
    const response = await fetch('/api/environment')
    return response.ok ? environmentSchema.parse(await response.json()) : unknown
  } catch {
    return unknown
  }
}
