import { existsSync } from 'node:fs'
import path from 'node:path'

/** Root folder of the repository, independent of the working directory. */
export const root = path.join(import.meta.dirname, '../..')

/** The oldest Node that runs TypeScript sources without a build. */
const OLDEST_NODE = 24

/**
 * Returns the Node that runs the product: the one installed with the dependencies, else the machine's own if it is new enough,
 * else null. The binary is named directly because `.bin/node` is a shell script on Windows.
 */
export function productNode() {
  const platform = process.platform === 'win32' ? 'win' : process.platform
  const file = process.platform === 'win32' ? 'node.exe' : 'node'
  const installed = path.join(root, `node_modules/node-${platform}-${process.arch}/bin/${file}`)
  if (existsSync(installed)) return installed
  return Number(process.versions.node.split('.')[0]) >= OLDEST_NODE ? process.execPath : null
}

/** Returns `productNode()`, or exits with an error message when there is none. */
export function requireNode() {
  const node = productNode()
  if (node) return node
  console.error(`Wardline needs Node ${OLDEST_NODE} or newer on ${process.platform} ${process.arch}; this is ${process.version}.`)
  process.exit(1)
}

/** Node arguments for every process of the product: loads the settings of `.env` if it exists. */
export const nodeArguments = existsSync(path.join(root, '.env')) ? ['--env-file=.env'] : []
