import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

export const root = path.join(import.meta.dirname, '../..')
export const deploy = path.join(root, 'deploy')

export const textOf = (file: string): string => readFileSync(path.join(root, file), 'utf8')

/** Returns the files of a folder whose names have one of these endings, as sorted paths from the root. */
export const filesIn = (folder: string, ...endings: readonly string[]): readonly string[] =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => endings.some((ending) => file.endsWith(ending)))
    .map((file) => path.posix.join(folder, file.replaceAll(path.sep, '/')))
    .sort()
