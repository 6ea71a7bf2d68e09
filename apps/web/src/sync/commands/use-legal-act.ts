import type { inferOutput } from '@trpc/tanstack-react-query'
import type { Room } from '@wardline/events'
import { useState } from 'react'
import type { Problem } from '../../api/refusals.ts'
import { useEnsureFresh } from '../hooks/use-ensure-fresh.ts'
import { type Command, type CommandInput, type CommandOptions, type CommandProcedure, type Outcome, useCommand } from './use-command.ts'

const notCurrent: Problem = { kind: 'outage' }

/**
 * A command that signs, stops or revokes: sent only while the data shown to the user are known to be current
 * (realtime.md section 6). Otherwise the form stays open and shows the reason.
 * @param room the room whose lists the user reviewed
 */
export function useLegalAct<P extends CommandProcedure>(procedure: P, room: Room, options: CommandOptions<P> = {}): Command<P> {
  const command = useCommand(procedure, options)
  const isFresh = useEnsureFresh()
  const [state, setState] = useState<'idle' | 'checking' | 'notCurrent'>('idle')

  const run = async (input: CommandInput<P>): Promise<Outcome<inferOutput<P>>> => {
    setState('checking')
    const fresh = await isFresh(room)
    setState(fresh ? 'idle' : 'notCurrent')
    return fresh ? command.run(input) : { outcome: 'failed', problem: notCurrent }
  }

  return {
    run,
    busy: state === 'checking' || command.busy,
    problem: state === 'notCurrent' ? notCurrent : command.problem,
    clear: () => {
      setState('idle')
      command.clear()
    },
  }
}
