import path from 'node:path'

/** More files than this are hard to take in; the folder should be split by subject. */
export const MOST_FILES = 12

/** Tests, and files whose name has a fixed meaning in every folder, are not counted. */
const uncounted = /\.(test|spec)\.tsx?$|\/(index|texts)\.tsx?$|\/(tab|screen)\.tsx?$|\/testing\.tsx?$/

export interface Folder {
  readonly folder: string
  readonly files: number
}

/** Returns the folders with too many files directly inside, in alphabetical order. @param files paths from the root */
export function largeFolders(files: readonly string[], most = MOST_FILES): readonly Folder[] {
  const counted = files.filter((file) => !uncounted.test(file))
  return [...Map.groupBy(counted, (file) => path.posix.dirname(file))]
    .map(([folder, inside]) => ({ folder, files: inside.length }))
    .filter((folder) => folder.files > most)
    .sort((a, b) => a.folder.localeCompare(b.folder))
}
