import { router } from './commands/trpc.ts'
import type { Administration } from './composition/admin-services.ts'
import { alertsRouter } from './features/alerts/router.ts'
import { allergiesRouter } from './features/allergies/router.ts'
import { careTeamRouter } from './features/care-team/router.ts'
import { deadLettersRouter } from './features/dead-letters/router.ts'
import { encountersRouter } from './features/encounters/router.ts'
import { labRouter } from './features/lab/router.ts'
import { logRouter } from './features/log/router.ts'
import { medicationsRouter } from './features/medications/router.ts'
import { operationsRouter } from './features/operations/router.ts'
import { ordersRouter } from './features/orders/router.ts'
import { patientsRouter } from './features/patients/router.ts'
import { pharmacyRouter } from './features/pharmacy/router.ts'
import { problemsRouter } from './features/problems/router.ts'
import { resultsRouter } from './features/results/router.ts'
import { vitalsRouter } from './features/vitals/router.ts'
import type { ImportRunner } from './ingest/import/import-types.ts'
import { importsRouter } from './ingest/upload/router.ts'

/** All tRPC procedures, served under `/trpc`. */
export const createAppRouter = (services: { readonly imports: ImportRunner; readonly administration: Omit<Administration, 'close'> }) =>
  router({
    patients: patientsRouter,
    problems: problemsRouter,
    allergies: allergiesRouter,
    vitals: vitalsRouter,
    encounters: encountersRouter,
    careTeam: careTeamRouter,
    orders: ordersRouter,
    lab: labRouter,
    results: resultsRouter,
    medications: medicationsRouter,
    pharmacy: pharmacyRouter,
    alerts: alertsRouter,
    imports: importsRouter(services.imports),
    deadLetters: deadLettersRouter(services.administration.deadLetters),
    log: logRouter(services.administration.log),
    operations: operationsRouter(services.administration.operations),
  })

export type AppRouter = ReturnType<typeof createAppRouter>
