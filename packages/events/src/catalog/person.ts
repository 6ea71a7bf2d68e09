import * as z from 'zod'

/** A person as a payload names them. */
export const person = z.object({ userId: z.string(), name: z.string() })
