import * as z from 'zod/mini'

const environmentSchema = z.object({
  /** `demo` is labelled on every screen (LOG-6). */
  environment: z.enum(['production', 'demo']),
  /** IANA time zone of the hospital; null uses the browser's zone. */
  timeZone: z.nullable(z.string()),
  /** Whether commands are traced from the click to the paint. */
  tracing: z.optional(z.boolean()),
})
export type Environment = z.output<typeof environmentSchema>

const defaultEnvironment: Environment = { environment: 'production', timeZone: null }

/** Returns the settings of this installation, fetched once before sign-in. Defaults to production if the request fails. */
export async function readEnvironment(): Promise<Environment> {
  try {
    const response = await fetch('/api/environment')
    return response.ok ? environmentSchema.parse(await response.json()) : defaultEnvironment
  } catch {
    return defaultEnvironment
  }
}
