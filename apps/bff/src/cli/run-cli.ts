import { type Env, InvalidSetting, readEnv } from '../config/env.ts'
import { FolderInUse } from '../database/data-folder.ts'
import { DatabaseOutage } from '../database/database.ts'

/** Invalid command line; the message is for the operator. */
export class InvalidCommand extends Error {
  override readonly name = 'WrongCommand'
}

const expected = [InvalidCommand, InvalidSetting, FolderInUse]

/** Runs a command. Errors that an operator can fix print one sentence without a stack trace and set exit code 1. */
export async function runCommand(run: (args: readonly string[], env: Env) => Promise<void>): Promise<void> {
  try {
    await run(process.argv.slice(2), readEnv(process.env))
  } catch (error) {
    const isOutage = error instanceof DatabaseOutage
    if (!isOutage && !expected.some((kind) => error instanceof kind)) throw error
    console.error(isOutage ? 'The database is unreachable.' : (error as Error).message)
    process.exitCode = 1
  }
}
