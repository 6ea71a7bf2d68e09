import { NotSignedIn, type Ticket } from '@wardline/sync/client'
import { socketTicket } from '../session/session.ts'

/** A fresh one-use ticket for each attempt to reach the server. */
export async function fetchTicket(): Promise<Ticket> {
  const ticket = await socketTicket()
  if (!ticket) throw new NotSignedIn()
  return ticket
}
