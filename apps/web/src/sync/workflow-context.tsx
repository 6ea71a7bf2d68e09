import type { SignedInUser } from '@wardline/events'
import { createContext, type ReactNode, useContext } from 'react'
import type { Workflow } from './workflow.ts'

interface Signed {
  readonly workflow: Workflow
  readonly user: SignedInUser
}

/** One workflow per signed-in user: subscribe, follow rooms, query, publish (D1). */
export const ClinicalWorkflowContext = createContext<Signed | null>(null)

export function ClinicalWorkflowProvider({ workflow, user, children }: Signed & { children: ReactNode }) {
  return <ClinicalWorkflowContext value={{ workflow, user }}>{children}</ClinicalWorkflowContext>
}

function useSigned(): Signed {
  const signed = useContext(ClinicalWorkflowContext)
  if (!signed) throw new Error('ClinicalWorkflowProvider is missing')
  return signed
}

export const useWorkflow = (): Workflow => useSigned().workflow

/** The signed-in user. */
export const useUser = (): SignedInUser => useSigned().user
