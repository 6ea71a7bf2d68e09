import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** The data folder is locked by another running process. */
export class FolderInUse extends Error {
  override readonly name = 'FolderInUse'
}

const holderOf = (file: string): string => {
  try {
    return ` (process ${readFileSync(file, 'utf8').trim()})`
  } catch {
    return ''
  }
}

/**
 * Locks the data folder for this process. The embedded database has no lock of its own, and two processes would overwrite
 * each other's writes. The lock is the operating system's, through SQLite's file locking, so it ends with the process,
 * however that ends. Throws FolderInUse.
 */
export function claimDataFolder(folder: string): { release(): void } {
  mkdirSync(folder, { recursive: true })
  const holderFile = path.join(folder, 'holder')
  const lock = new DatabaseSync(path.join(folder, 'lock'))
  try {
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    if (!String(error).includes('locked')) throw error
    throw new FolderInUse(
      `Another Wardline${holderOf(holderFile)} is using ${path.resolve(folder)}; stop it first or choose another DATA_DIR.`,
    )
  }
  writeFileSync(holderFile, String(process.pid))
  return {
    release() {
      if (lock.isOpen) lock.close()
    },
  }
}
