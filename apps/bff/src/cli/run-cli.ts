import { type Env, InvalidSetting, readEnv } from '../config/env.ts'
import { FolderInUse } from '../database/data-folder.ts'
import { DatabaseOutage } from '../database/database.ts'

/** Something in the command line cannot be meant; the message is a sentence for the person who typed it. */
export class WrongCommand extends Error {
  override readonly name = 'WrongCommand'
}

const expected = [WrongCommand, InvalidSetting, FolderInUse]

/** Runs what was typed. What a person can mend is said in a sentence, without a stack. */
export async function command(run: (typed: readonly string[], env: Env) => Promise<void>): Promise<void> {
  try {
    await run(process.argv.slice(2), readEnv(process.env))
  } catch (error) {
    const outage = error instanceof DatabaseOutage
    if (!outage && !expected.some((kind) => error instanceof kind)) throw error
    console.error(outage ? 'The database cannot be reached.' : (error as Error).message)
    process.exitCode = 1
  }
}
