import type { AppRouter } from '../../api/trpc.ts'

type RecordRouter = AppRouter['_def']['record']
type MutationsOf<Topic> = { [Name in keyof Topic]: Topic[Name] extends { _def: { type: 'mutation' } } ? Name : never }[keyof Topic] & string
/** `orders.place`, `pharmacy.claim`, … */
export type CommandPath = { [Topic in keyof RecordRouter & string]: `${Topic}.${MutationsOf<RecordRouter[Topic]>}` }[keyof RecordRouter &
  string]

/**
 * What happens to a command that could not be sent (RT18): `waits` is sent automatically, in order, after reconnecting;
 * `confirmed` is a legal act that the user reviews and sends; `now` is valid only at this moment and is dropped. A new
 * command without an entry fails to compile.
 */
export const whenNotSent: Readonly<Record<CommandPath, 'waits' | 'confirmed' | 'now'>> = {
  'problems.add': 'waits',
  'problems.resolve': 'waits',
  'allergies.add': 'waits',
  // Whether an allergy was recorded in between is seen before it is sent.
  'allergies.noneKnown': 'confirmed',
  'allergies.remove': 'confirmed',
  'vitals.record': 'waits',
  'orders.place': 'confirmed',
  'orders.amend': 'confirmed',
  // Only within seconds of signing: later, work on the order may have started.
  'orders.recall': 'now',
  'orders.revoke': 'confirmed',
  'lab.advance': 'waits',
  'lab.release': 'confirmed',
  'results.review': 'confirmed',
  'medications.prescribe': 'confirmed',
  'medications.stop': 'confirmed',
  'pharmacy.claim': 'now',
  'pharmacy.release': 'now',
  'pharmacy.verify': 'confirmed',
  'pharmacy.prepare': 'confirmed',
  'pharmacy.dispense': 'confirmed',
  'alerts.acknowledge': 'confirmed',
  // Administration acts on the state of the moment only.
  'deadLetters.replay': 'now',
  'deadLetters.discard': 'now',
  'operations.pause': 'now',
  'operations.resume': 'now',
  'operations.rebuild': 'now',
}
