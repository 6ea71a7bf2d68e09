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
export type CommandInput<P extends CommandProcedure> = Omit<inferInput<P>, 'commandId'>

export type Outcome<Answer> =
  | { readonly outcome: 'applied'; readonly answer: Answer }
  /** The command is in the "Not sent" tray; the form may close. */
  | { readonly outcome: 'notSent' }
  | { readonly outcome: 'refused' | 'failed'; readonly problem: Problem }

export interface CommandOptions<P extends CommandProcedure> {
  /** The patient concerned, for the tray (ID-8). */
  readonly patient?: PatientIdentity | null
  /** One-line description for the tray. */
  readonly describe?: (input: CommandInput<P>) => string
}

export interface Command<P extends CommandProcedure> {
  /** Never rejects. The same input while a request is running is the same command with the same id (RT17). */
  readonly run: (input: CommandInput<P>) => Promise<Outcome<inferOutput<P>>>
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
  const intent = useRef<{ readonly commandId: string; readonly input: string; running: Promise<Outcome<inferOutput<P>>> | null } | null>(
    null,
  )

  const send = async (command: CommandInput<P> & { commandId: string }): Promise<Outcome<inferOutput<P>>> => {
    const orderingKey = (command as { patientId?: string }).patientId ?? path
    const moveToOutbox = () => {
      outbox.add({
        commandId: command.commandId,
        path,
        input: command,
        patient,
        orderingKey,
        description: describe?.(command) ?? '',
        createdAt: new Date(serverClock.now()).toISOString(),
      })
      intent.current = null
      return { outcome: 'notSent' as const }
    }
    if (outbox.hasWaiting(orderingKey)) await outbox.flush()
    if (outbox.hasWaiting(orderingKey) && whenNotSent[path] !== 'now') return moveToOutbox()
    try {
      const answer = (await mutation.mutateAsync(command)) as inferOutput<P>
      intent.current = null
      return { outcome: 'applied', answer }
    } catch (error) {
      const commandProblem = problemOf(error)
      if (commandProblem.kind === 'outage' && whenNotSent[path] !== 'now') {
        if (commandProblem.busy) outbox.flushSoon()
        return moveToOutbox()
      }
      // After a bug the effect is unknown: a retry keeps the id, so that the server finds a first effect.
      if (commandProblem.kind === 'refusal') intent.current = null
      setProblem(commandProblem)
      return { outcome: commandProblem.kind === 'refusal' ? 'refused' : 'failed', problem: commandProblem }
    }
  }

  const run: Command<P>['run'] = (input) => {
    const serialised = JSON.stringify(input)
    if (intent.current?.input !== serialised) intent.current = { commandId: uuidv7(), input: serialised, running: null }
    const { current } = intent
    if (current.running) return current.running
    setProblem(null)
    current.running = send({ ...input, commandId: current.commandId }).finally(() => {
      current.running = null
    })
    return current.running
  }

  return { run, busy: mutation.isPending, problem, clear: () => setProblem(null) }
}
