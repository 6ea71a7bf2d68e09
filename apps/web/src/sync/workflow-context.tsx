import type { SignedInUser } from '@wardline/events'
import { createContext, type ReactNode, useContext } from 'react'
import type { Workflow } from './workflow.ts'

interface Signed {
  readonly workflow: Workflow
  readonly user: SignedInUser
}

/** One workflow for one signed-in person: subscribe, follow rooms, ask, publish (D1). */
export const ClinicalWorkflowContext = createContext<Signed | null>(null)

export function ClinicalWorkflowProvider({ workflow, user, children }: Signed & { children: ReactNode }) {
  return <ClinicalWorkflowContext value={{ workflow, user }}>{children}</ClinicalWorkflowContext>
}

function useSigned(): Signed {
  const signed = useContext(ClinicalWorkflowContext)
  if (!signed) throw new Error('This part of the screen stands inside ClinicalWorkflowProvider')
  return signed
}

export const useWorkflow = (): Workflow => useSigned().workflow

/** Who sits in front of the screen. */
export const useUser = (): SignedInUser => useSigned().user
