import { useMutation } from '@tanstack/react-query'
import type { DecorateMutationProcedure, inferInput, inferOutput } from '@trpc/tanstack-react-query'
import type { PatientIdentity } from '@wardline/ui'
import { useRef, useState } from 'react'
import { v7 as uuidv7 } from 'uuid'
import { type Problem, problemOf } from '../../api/refusals.ts'
import { serverClock } from '../../time/server-clock.ts'
import { useWorkflow } from '../workflow-context.tsx'
import { type CommandPath, whenNotSent } from './offline-policy.ts'

// biome-ignore lint/suspicious/noExplicitAny: any command of the router
export type CommandProcedure = DecorateMutationProcedure<any>
/** Input of a command without the command id, which `useCommand` creates. */
export type Asked<P extends CommandProcedure> = Omit<inferInput<P>, 'commandId'>

export type Outcome<Answer> =
  | { readonly outcome: 'applied'; readonly answer: Answer }
  /** The command is in the "Not sent" tray; the form may close. */
  | { readonly outcome: 'notSent' }
  | { readonly outcome: 'refused' | 'failed'; readonly problem: Problem }

export interface CommandOptions<P extends CommandProcedure> {
  /** The patient concerned, for the tray (ID-8). */
  readonly patient?: PatientIdentity | null
  /** One-line description for the tray. */
  readonly describe?: (asked: Asked<P>) => string
}

export interface Command<P extends CommandProcedure> {
  /** Never rejects. The same input while a request is running is the same command with the same id (RT17). */
  readonly run: (asked: Asked<P>) => Promise<Outcome<inferOutput<P>>>
  readonly busy: boolean
  /** The last refusal; the form keeps its input (RT-6). */
  readonly problem: Problem | null
  readonly clear: () => void
}

/** A command as a form uses it: one id per intent, refusals as values, the outbox while the server is unreachable. */
export function useCommand<P extends CommandProcedure>(procedure: P, { patient = null, describe }: CommandOptions<P> = {}): Command<P> {
  const { outbox } = useWorkflow()
  const options = procedure.mutationOptions()
  const path = options.mutationKey[0].join('.') as CommandPath
  const mutation = useMutation(options)
  const [problem, setProblem] = useState<Problem | null>(null)
  const intent = useRef<{ readonly commandId: string; readonly asked: string; running: Promise<Outcome<inferOutput<P>>> | null } | null>(
    null,
  )

  const send = async (command: Asked<P> & { commandId: string }): Promise<Outcome<inferOutput<P>>> => {
    const orderedBy = (command as { patientId?: string }).patientId ?? path
    const setAside = () => {
      outbox.add({
        commandId: command.commandId,
        path,
        asked: command,
        patient,
        orderedBy,
        what: describe?.(command) ?? '',
        askedAt: new Date(serverClock.now()).toISOString(),
      })
      intent.current = null
      return { outcome: 'notSent' as const }
    }
    if (outbox.waitsFor(orderedBy)) await outbox.flush()
    if (outbox.waitsFor(orderedBy) && whenNotSent[path] !== 'now') return setAside()
    try {
      const answer = (await mutation.mutateAsync(command)) as inferOutput<P>
      intent.current = null
      return { outcome: 'applied', answer }
    } catch (error) {
      const found = problemOf(error)
      if (found.kind === 'outage' && whenNotSent[path] !== 'now') {
        if (found.busy) outbox.flushSoon()
        return setAside()
      }
      // After a bug the effect is unknown: a retry keeps the id, so that the server finds a first effect.
      if (found.kind === 'refusal') intent.current = null
      setProblem(found)
      return { outcome: found.kind === 'refusal' ? 'refused' : 'failed', problem: found }
    }
  }

  const run: Command<P>['run'] = (asked) => {
    const same = JSON.stringify(asked)
    if (intent.current?.asked !== same) intent.current = { commandId: uuidv7(), asked: same, running: null }
    const { current } = intent
    if (current.running) return current.running
    setProblem(null)
    current.running = send({ ...asked, commandId: current.commandId }).finally(() => {
      current.running = null
    })
    return current.running
  }

  return { run, busy: mutation.isPending, problem, clear: () => setProblem(null) }
}
