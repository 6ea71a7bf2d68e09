import type { SignedInUser } from '@wardline/events'
import { createContext, type ReactNode, useContext } from 'react'
import type { Workflow } from './workflow.ts'

interface WorkflowSession {
  readonly workflow: Workflow
  readonly user: SignedInUser
}

/** One workflow per signed-in user: subscribe, follow rooms, query, publish (D1). */
export const ClinicalWorkflowContext = createContext<WorkflowSession | null>(null)

export function ClinicalWorkflowProvider({ workflow, user, children }: WorkflowSession & { children: ReactNode }) {
  return <ClinicalWorkflowContext value={{ workflow, user }}>{children}</ClinicalWorkflowContext>
}

function useWorkflowSession(): WorkflowSession {
  const session = useContext(ClinicalWorkflowContext)
  if (!session) throw new Error('ClinicalWorkflowProvider is missing')
  return session
}

export const useWorkflow = (): Workflow => useWorkflowSession().workflow

/** The signed-in user. */
export const useUser = (): SignedInUser => useWorkflowSession().user
