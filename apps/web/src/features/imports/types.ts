import type { inferOutput } from '@trpc/tanstack-react-query'
import type { Trpc } from '../../api/trpc.ts'

export interface Outputs {
  readonly imports: {
    readonly list: inferOutput<Trpc['imports']['list']>
    readonly report: inferOutput<Trpc['imports']['report']>
  }
}
export type ImportRow = Outputs['imports']['list']['rows'][number]
