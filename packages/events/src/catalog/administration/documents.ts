import type { Composition } from 'fhir/r4'
import * as z from 'zod'
import { declareEvents, event } from '../../declare.ts'
import { patientRoom, treatingAudience } from '../patients.ts'
import { sampleNote } from '../samples/index.ts'

const note = {
  topic: 'clinical',
  data: z.object({}),
  rooms: patientRoom,
  audience: treatingAudience,
  quiet: true,
} as const

/** Clinical notes (document 002). */
export const documentEvents = declareEvents({
  'document.note.created': event<Composition>()({
    ...note,
    workflow: 'NOTE_CREATED',
    aliases: [],
    action: 'created',
    example: () => ({ resource: sampleNote(), data: {} }),
  }),
  'document.note.signed': event<Composition>()({
    ...note,
    workflow: 'NOTE_SIGNED',
    aliases: [],
    action: 'updated',
    example: () => ({ resource: { ...sampleNote(), status: 'final' }, data: {} }),
  }),
})
