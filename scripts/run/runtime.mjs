import { existsSync } from 'node:fs'
import path from 'node:path'

/** The repository's root, wherever a command was started. */
export const root = path.join(import.meta.dirname, '../..')

/** Below this the TypeScript sources do not run without a build. */
const OLDEST_NODE = 24

/**
 * The Node that runs the product: the one npm installed with the dependencies, else the machine's own when it is new enough.
 * The binary is named directly because `.bin/node` is a shell script on Windows. Null when there is neither.
 */
export function productNode() {
  const platform = process.platform === 'win32' ? 'win' : process.platform
  const file = process.platform === 'win32' ? 'node.exe' : 'node'
  const installed = path.join(root, `node_modules/node-${platform}-${process.arch}/bin/${file}`)
  if (existsSync(installed)) return installed
  return Number(process.versions.node.split('.')[0]) >= OLDEST_NODE ? process.execPath : null
}

/** As `productNode`, but ends the process with one sentence when there is none. */
export function requireNode() {
  const node = productNode()
  if (node) return node
  console.error(
    `Wardline needs Node ${OLDEST_NODE} or newer on this kind of machine (${process.platform} ${process.arch}); this is ${process.version}.`,
  )
  process.exit(1)
}

/** Arguments under which every part of the product runs: with the settings of `.env`, where there is one. */
export const nodeArguments = existsSync(path.join(root, '.env')) ? ['--env-file=.env'] : []
