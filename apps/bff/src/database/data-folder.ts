import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** The folder belongs to another process that is alive. */
export class FolderInUse extends Error {
  override readonly name = 'FolderInUse'
}

const whoHas = (file: string): string => {
  try {
    return ` (process ${readFileSync(file, 'utf8').trim()})`
  } catch {
    return ''
  }
}

/**
 * Takes the data folder for this process, or refuses: the embedded database has no lock of its own, and two
 * openers lose each other's writes. The lock is the operating system's, held through SQLite's file locking, so
 * it is gone the moment the process is, however it ended.
 */
export function claimDataFolder(folder: string): { release(): void } {
  mkdirSync(folder, { recursive: true })
  const holder = path.join(folder, 'holder')
  const lock = new DatabaseSync(path.join(folder, 'lock'))
  try {
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    if (!String(error).includes('locked')) throw error
    throw new FolderInUse(`Another Wardline${whoHas(holder)} is using ${path.resolve(folder)}; stop it first or choose another DATA_DIR.`)
  }
  writeFileSync(holder, String(process.pid))
  return {
    release() {
      if (lock.isOpen) lock.close()
    },
  }
}
