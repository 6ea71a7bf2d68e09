import { textOf } from './files.ts'

/** The environment variables that the product reads, as `platform/env.ts` declares them. */
export const settingNames: readonly string[] = [
  ...new Set([...textOf('apps/bff/src/config/env.ts').matchAll(/^ {2}([A-Z][A-Z0-9_]+):/gm)].map(([, name]) => String(name))),
]
