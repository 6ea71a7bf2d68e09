import * as z from 'zod'

/** A staff member in an event payload. */
export const person = z.object({ userId: z.string(), name: z.string() })
