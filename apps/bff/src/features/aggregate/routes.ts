import { alertsView, patientIdSchema, rooms } from '@wardline/events'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import * as z from 'zod'
import type { AuthenticatedContext } from '../../commands/authenticated-context.ts'
import { mustSeePatient } from '../../commands/permits.ts'
import { Refusal } from '../../commands/refusal.ts'
import { patientAggregate } from './patient-aggregate.ts'

export interface AggregateParts {
  /** Whose request it is, by cookie or bearer. Refused when nobody signed in. */
  readonly signedIn: (request: FastifyRequest) => Promise<AuthenticatedContext>
}

const parameters = z.object({ patientId: patientIdSchema })
const page = z.object({ cursor: z.string().max(1000).nullish() })

function checked<T extends z.ZodType>(schema: T, given: unknown): z.output<T> {
  const parsed = schema.safeParse(given)
  if (!parsed.success)
    throw new Refusal('INVALID_INPUT', { issues: parsed.error.issues.map(({ path, code, message }) => ({ path, code, message })) })
  return parsed.data
}

/** A patient's read models as plain REST for other systems (document 001): the same permits and audit as on the screens. */
export function aggregateRoutes(app: FastifyInstance, { signedIn }: AggregateParts): void {
  async function permitted(request: FastifyRequest) {
    const reader = await signedIn(request)
    const { patientId } = checked(parameters, request.params)
    await mustSeePatient(reader, patientId)
    return { reader, patientId }
  }

  app.get('/api/aggregate/patients/:patientId', async (request) => {
    const { reader, patientId } = await permitted(request)
    return patientAggregate(await reader.aggregate(patientId))
  })

  /** Critical values and findings, the open ones first; `?cursor=` goes on. */
  app.get('/api/aggregate/patients/:patientId/alerts', async (request) => {
    const { reader, patientId } = await permitted(request)
    const { cursor = null } = checked(page, request.query)
    const { asOf, rows, nextCursor } = await reader.snapshot(alertsView, rooms.patient(patientId), { cursor })
    return { asOf, alerts: rows, nextCursor }
  })
}
