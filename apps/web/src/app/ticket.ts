import { NotSignedIn, type Ticket } from '@wardline/sync/client'
import { socketTicket } from '../session/session.ts'

/** Returns a new single-use ticket for each connection attempt. */
export async function fetchTicket(userId: string): Promise<Ticket> {
  const ticket = await socketTicket(userId)
  if (!ticket) throw new NotSignedIn()
  return ticket
}
