import { textOf } from './files.ts'

/** Names of the environment variables that the product reads, as declared in `config/env.ts`. */
export const settingNames: readonly string[] = [
  ...new Set([...textOf('apps/bff/src/config/env.ts').matchAll(/^ {2}([A-Z][A-Z0-9_]+):/gm)].map(([, name]) => String(name))),
]
