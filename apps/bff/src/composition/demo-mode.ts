import type { AppRouter } from '../router.ts'
import type { Core } from './services.ts'

/** What the product gives its simulator: the same procedures and refusals as for any client. */
export interface SimulatorHost {
  /** Returns a tRPC caller for a demo user. */
  readonly callerFor: (userId: string) => Promise<ReturnType<AppRouter['createCaller']>>
  readonly now: () => Date
  readonly newId: () => string
  /** Called for errors other than refusals. */
  readonly failed: (error: unknown) => void
}

/** The demo hospital, chosen in main: the product itself knows no demo data and no simulator. */
export interface DemoMode {
  /** Fills an empty database; does nothing to a filled one. */
  readonly fill: (core: Core) => Promise<void>
  /** Simulates the work of colleagues; null without the living ward. */
  readonly startSimulator: ((host: SimulatorHost) => Promise<{ stop(): Promise<void> }>) | null
}
