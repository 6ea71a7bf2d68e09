import * as z from 'zod'
import { mustAdminister } from '../../commands/permits.ts'
import { Refusal } from '../../commands/refusal.ts'
import { authenticated, router } from '../../commands/trpc.ts'
import type { ImportRunner } from '../import/import-types.ts'

/** Import progress for administrators; files are uploaded with POST /api/imports. */
export const importsRouter = (runner: ImportRunner) =>
  router({
    list: authenticated.query(async ({ ctx }) => {
      await mustAdminister(ctx)
      return { rows: await runner.list() }
    }),
    report: authenticated.input(z.object({ importId: z.string().min(1).max(64) })).query(async ({ ctx, input }) => {
      await mustAdminister(ctx)
      const report = await runner.report(input.importId)
      if (!report) throw new Refusal('NOT_FOUND')
      return report
    }),
  })
