import { existsSync } from 'node:fs'
import path from 'node:path'

const folders = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/sbin', '/usr/local/sbin']

/** A program that judges a file of `deploy/`; null on a machine that does not have it, and whoever needs it skips aloud. */
export const findProgram = (name: string): string | null =>
  folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file)) ?? null

/** How a test that was skipped for the lack of a program says so. */
export const withProgram = (what: string, program: string, found: string | null): string =>
  found ? what : `${what} (skipped: ${program} is not installed)`
