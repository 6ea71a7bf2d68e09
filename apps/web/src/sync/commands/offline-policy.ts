import type { AppRouter } from '../../api/trpc.ts'

type Record_ = AppRouter['_def']['record']
type MutationsOf<Topic> = { [Name in keyof Topic]: Topic[Name] extends { _def: { type: 'mutation' } } ? Name : never }[keyof Topic] & string
/** `orders.place`, `pharmacy.claim`, … */
export type CommandPath = { [Topic in keyof Record_ & string]: `${Topic}.${MutationsOf<Record_[Topic]>}` }[keyof Record_ & string]

/**
 * What becomes of a command that could not be sent (RT18): `waits` is sent by itself, in order, when the server is
 * back; `confirmed` is a legal act that is looked at again and sent by the person; `now` means something only at this
 * moment and is dropped. A new command does not compile until somebody has decided this.
 */
export const whenNotSent: Readonly<Record<CommandPath, 'waits' | 'confirmed' | 'now'>> = {
  'problems.add': 'waits',
  'problems.resolve': 'waits',
  'allergies.add': 'waits',
  'allergies.remove': 'confirmed',
  'vitals.record': 'waits',
  'orders.place': 'confirmed',
  'orders.amend': 'confirmed',
  // Only within seconds of signing: later it would take back what somebody has begun with.
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
  // What an administrator sees of the machinery is true for this moment only.
  'deadLetters.replay': 'now',
  'deadLetters.discard': 'now',
  'operations.pause': 'now',
  'operations.resume': 'now',
  'operations.rebuild': 'now',
}
