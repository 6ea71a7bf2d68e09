import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server'
import type { SignedInUser } from '@wardline/events'
import type { AppRouter } from '../../api/trpc.ts'

export type Inputs = inferRouterInputs<AppRouter>
export type Outputs = inferRouterOutputs<AppRouter>

/** The same answer with nothing in it meant to be changed. */
type Frozen<T> = T extends string | number | boolean | null | undefined
  ? T
  : T extends readonly (infer Item)[]
    ? readonly Frozen<Item>[]
    : { readonly [Key in keyof T]: Frozen<T[Key]> }

/** One function per procedure of the real router: a new procedure, or another answer, does not compile here. */
export type Api = {
  readonly [Topic in keyof Inputs]: {
    readonly [Name in keyof Inputs[Topic] & keyof Outputs[Topic]]: (
      by: SignedInUser,
      input: Inputs[Topic][Name],
    ) => Frozen<Outputs[Topic][Name]>
  }
}
