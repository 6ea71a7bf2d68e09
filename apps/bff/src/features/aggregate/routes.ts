import { alertsView, patientIdSchema, rooms } from '@wardline/events'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import * as z from 'zod'
import type { AuthenticatedContext } from '../../commands/authenticated-context.ts'
import { mustSeePatient } from '../../commands/permits.ts'
import { Refusal } from '../../commands/refusal.ts'
import { patientAggregate } from './patient-aggregate.ts'

export interface AggregateRouteOptions {
  /** Returns the authenticated context of a request. Throws Refusal NOT_SIGNED_IN. */
  readonly signedIn: (request: FastifyRequest) => Promise<AuthenticatedContext>
}

const parameters = z.object({ patientId: patientIdSchema })
const page = z.object({ cursor: z.string().max(1000).nullish() })

function parse<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const parsed = schema.safeParse(value)
  if (!parsed.success)
    throw new Refusal('INVALID_INPUT', { issues: parsed.error.issues.map(({ path, code, message }) => ({ path, code, message })) })
  return parsed.data
}

/** A patient's read models as REST for other systems (document 001), with the same permits and audit as the web client. */
export function aggregateRoutes(app: FastifyInstance, { signedIn }: AggregateRouteOptions): void {
  async function authorize(request: FastifyRequest) {
    const reader = await signedIn(request)
    const { patientId } = parse(parameters, request.params)
    await mustSeePatient(reader, patientId)
    return { reader, patientId }
  }

  app.get('/api/aggregate/patients/:patientId', async (request) => {
    const { reader, patientId } = await authorize(request)
    return patientAggregate(await reader.aggregate(patientId))
  })

  /** Critical values and findings, open ones first; `?cursor=` requests the next page. */
  app.get('/api/aggregate/patients/:patientId/alerts', async (request) => {
    const { reader, patientId } = await authorize(request)
    const { cursor = null } = parse(page, request.query)
    const { asOf, rows, nextCursor } = await reader.snapshot(alertsView, rooms.patient(patientId), { cursor })
    return { asOf, alerts: rows, nextCursor }
  })
}
