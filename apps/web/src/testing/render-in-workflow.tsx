import { QueryClientProvider } from '@tanstack/react-query'
import { render } from '@testing-library/react'
import { getUntypedClient } from '@trpc/client'
import { AnnouncerProvider } from '@wardline/ui'
import type { ReactNode } from 'react'
import { makeTrpcClient, TRPCProvider } from '../api/trpc.ts'
import { makeQueryClient } from '../app/query-client.ts'
import { Workflow } from '../sync/workflow.ts'
import { ClinicalWorkflowProvider } from '../sync/workflow-context.tsx'
import { browserOf } from './render-workspace.tsx'
import { staffNamed } from './ward/people.ts'
import type { Ward } from './ward/ward.ts'

/** One component inside everything it may use, in front of a ward: for hooks and parts of screens. */
export async function renderInWorkflow(ward: Ward, part: ReactNode, as = 'dr.amal') {
  const { sessions } = ward.backend.core
  const { session } = await sessions.begin(staffNamed(as).userId)
  await browserOf(ward, as)
  const client = makeTrpcClient(session.user.userId)
  const queries = makeQueryClient(() => undefined)
  const workflow = new Workflow({
    queries,
    client: getUntypedClient(client),
    transport: ward.server.transport(),
    fetchTicket: async () => ({ ticket: await sessions.issueTicket(session), sessionEndsAt: null }),
    onSignedOut: () => undefined,
  })
  workflow.start()
  const view = render(
    <QueryClientProvider client={queries}>
      <TRPCProvider queryClient={queries} trpcClient={client}>
        <ClinicalWorkflowProvider workflow={workflow} user={session.user}>
          <AnnouncerProvider>{part}</AnnouncerProvider>
        </ClinicalWorkflowProvider>
      </TRPCProvider>
    </QueryClientProvider>,
  )
  return { ...view, workflow, queries }
}
