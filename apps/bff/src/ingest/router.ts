import * as z from 'zod'
import { mustAdminister } from '../platform/permits.ts'
import { Refusal } from '../platform/refusal.ts'
import { router, signedIn } from '../platform/trpc.ts'
import type { ImportDesk } from './desk.ts'

/** Imports as an administrator watches them; files themselves come by POST /api/imports. */
export const importsRouter = (desk: ImportDesk) =>
  router({
    list: signedIn.query(async ({ ctx }) => {
      await mustAdminister(ctx)
      return { rows: await desk.list() }
    }),
    report: signedIn.input(z.object({ importId: z.string().min(1).max(64) })).query(async ({ ctx, input }) => {
      await mustAdminister(ctx)
      const report = await desk.report(input.importId)
      if (!report) throw new Refusal('NOT_FOUND')
      return report
    }),
  })
